package io.labnet.dns.registrar;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DSRecord;

/** What is to be another way with a domain; null where it stays as it is. */
public record Amendment(
        @Nullable List<Host> hosts,
        @Nullable List<DSRecord> signers,
        @Nullable Registrant registrant,
        @Nullable Boolean transferLock) {

    /** What the domain is delegated to afterwards. */
    public Delegation of(Delegation delegation) {
        return new Delegation(
                delegation.domain(),
                hosts == null ? delegation.hosts() : hosts,
                signers == null ? delegation.signers() : signers);
    }
}
