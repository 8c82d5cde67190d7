package io.labnet.dns.transfer;

import io.labnet.network.Network;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Who may copy zones, and who may change them by dynamic update. Whoever is not named may not. */
public record Access(List<Transfer> transfers, List<Update> updates) {
    /**
     * Somebody who may have copies.
     *
     * @param zone null for all
     * @param networks from where; from anywhere when it is empty
     * @param key with which the request must be signed; null when it need not be
     */
    public record Transfer(@Nullable Name zone, List<Network> networks, @Nullable Name key) {
        public Transfer {
            if (networks.isEmpty() && key == null) {
                throw new IllegalArgumentException(
                        "who may transfer must be told by network or key; say 0.0.0.0/0 and ::/0"
                                + " where it is everybody");
            }
        }

        private boolean covers(Name origin, InetAddress client, @Nullable Name signer) {
            return (zone == null || zone.equals(origin))
                    && (key == null || key.equals(signer))
                    && (networks.isEmpty()
                            || networks.stream().anyMatch(network -> network.contains(client)));
        }
    }

    /**
     * Somebody who may make updates.
     *
     * @param key with which they must be signed
     * @param subtree of the names that may be changed
     * @param types of the records that may be changed; all when it is empty
     */
    public record Update(Name key, Name subtree, Set<Integer> types) {
        // To delete all sets of a name (type ANY) takes a right to all types.
        private boolean covers(Record change, Name signer) {
            return key.equals(signer)
                    && change.getName().subdomain(subtree)
                    && (types.isEmpty() || types.contains(change.getType()));
        }
    }

    boolean mayTransfer(Name origin, InetAddress client, @Nullable Name signer) {
        return transfers.stream().anyMatch(t -> t.covers(origin, client, signer));
    }

    /** Whether there is anything in a zone that the signer may change. */
    boolean mayUpdate(Name origin, @Nullable Name signer) {
        return updates.stream()
                .anyMatch(u ->
                        u.key().equals(signer)
                                && (u.subtree().subdomain(origin)
                                        || origin.subdomain(u.subtree())));
    }

    boolean mayUpdate(Record change, @Nullable Name signer) {
        return signer != null && updates.stream().anyMatch(u -> u.covers(change, signer));
    }
}
