package io.labnet.dns.dnssec;

import java.util.Set;
import org.xbill.DNS.Type;

/** The types of records that signing makes. */
final class Made {
    /** At any name; what anybody else says about them is not heard. */
    static final Set<Integer> EVERYWHERE = Set.of(Type.RRSIG, Type.NSEC, Type.NSEC3);

    /** At the apex alone. */
    static final Set<Integer> AT_APEX =
            Set.of(Type.DNSKEY, Type.CDS, Type.CDNSKEY, Type.NSEC3PARAM);

    private Made() {}

    static boolean is(int type) {
        return EVERYWHERE.contains(type) || AT_APEX.contains(type);
    }
}
