package io.labnet.ca;

import io.labnet.network.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * What an authority may vouch for. Whoever trusts it in a browser trusts it for these and for
 * nothing else (RFC 5280 section 4.2.1.10), also when its key falls into wrong hands.
 *
 * @param names each with all that is below it
 * @param networks of addresses
 */
public record Scope(List<String> names, List<Network> networks) {
    private static final List<Network> LOOPBACK =
            List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"));

    public Scope {
        names = List.copyOf(names);
        networks = List.copyOf(networks);
    }

    /** A lab's hosts and networks, and this machine by whatever address of its own. */
    public static Scope of(Collection<String> hosts, Collection<Network> networks) {
        return new Scope(
                Stream.concat(Stream.of(ServerNames.LOCALHOST), hosts.stream()).distinct().toList(),
                Stream.concat(LOOPBACK.stream(), networks.stream()).distinct().toList());
    }

    // RFC 5280 section 4.2.1.10: labels may stand before a permitted name.
    boolean includes(String host) {
        return names.stream().anyMatch(name -> host.equals(name) || host.endsWith("." + name));
    }

    NameConstraints constraints() {
        var permitted = new ArrayList<GeneralSubtree>();
        for (var name : names) {
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, name)));
        }
        for (var network : networks) {
            var range = new DEROctetString(addressAndMask(network));
            permitted.add(new GeneralSubtree(new GeneralName(GeneralName.iPAddress, range)));
        }
        return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
    }

    private static byte[] addressAndMask(Network network) {
        var address = network.address().getAddress();
        var range = new byte[2 * address.length];
        for (int i = 0; i < address.length; i++) {
            var bits = Math.clamp(network.prefixBits() - i * Byte.SIZE, 0, Byte.SIZE);
            var mask = (byte) (0xFF << (Byte.SIZE - bits));
            range[i] = (byte) (address[i] & mask);
            range[address.length + i] = mask;
        }
        return range;
    }
}
