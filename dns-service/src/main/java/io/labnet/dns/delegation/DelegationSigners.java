package io.labnet.dns.delegation;

import io.labnet.dns.dnssec.Parent;
import io.labnet.dns.registrar.Amendment;
import io.labnet.dns.registrar.Outcome;
import io.labnet.dns.registrar.Registrar;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Zones;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * Puts DS records into the zone above: through the registration of who has bought the domain, and
 * into the zone itself where the world came with it.
 *
 * @param registrar null where none runs here
 */
public record DelegationSigners(Zones zones, @Nullable Registrar registrar) {
    /**
     * Lets the parent tell these, where it is served here.
     *
     * @return why that cannot be done; null when it is done, or the parent is elsewhere
     */
    public @Nullable String tell(Name child, List<DSRecord> signers) {
        if (registrar != null && registrar.find(child) != null) {
            return amend(registrar, child, signers);
        }
        return Parent.tell(zones, child, signers) instanceof Change.Refused(var reason)
                ? "The parent does not take the DS records: " + reason
                : null;
    }

    /**
     * The same, if the parent still tells what it did.
     *
     * @return why that cannot be done; null when it is done
     */
    @Nullable String replace(Name child, List<DSRecord> before, List<DSRecord> signers) {
        var standing = registrar == null ? null : registrar.find(child);
        if (registrar != null && standing != null) {
            var known = standing.delegation().signers();
            return new HashSet<>(known).equals(new HashSet<>(before))
                    ? amend(registrar, child, signers)
                    : "its registration has other DS records than its delegation";
        }
        return switch (Parent.replace(zones, child, before, signers)) {
            case Change.Done _ -> null;
            case Change.Refused(var reason) -> reason;
            case Change.NoSuchZone(), Change.NoSuchRecords() -> "there is no such delegation";
        };
    }

    private static @Nullable String amend(Registrar registrar, Name child, List<DSRecord> signers) {
        var outcome = registrar.amend(child, new Amendment(null, signers, null, null));
        return outcome instanceof Outcome.Done
                ? null
                : "The registrar does not pass on the DS records: " + outcome;
    }
}
