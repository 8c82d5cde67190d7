package io.labnet.dns.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * What servers of one role have heard by one protocol, by type, and said, by RCODE. Types and
 * RCODEs that are rare are counted together, for whoever asks can choose them.
 */
final class Tally {
    private static final int[] TYPES = {
        Type.A,
        Type.NS,
        Type.CNAME,
        Type.SOA,
        Type.PTR,
        Type.MX,
        Type.TXT,
        Type.AAAA,
        Type.SRV,
        Type.NAPTR,
        Type.DS,
        Type.DNSKEY,
        Type.SVCB,
        Type.HTTPS,
        Type.IXFR,
        Type.AXFR,
        Type.ANY
    };
    private static final int[] RCODES = {
        Rcode.NOERROR,
        Rcode.FORMERR,
        Rcode.SERVFAIL,
        Rcode.NXDOMAIN,
        Rcode.NOTIMP,
        Rcode.REFUSED,
        Rcode.YXDOMAIN,
        Rcode.NOTAUTH,
        Rcode.BADVERS,
        Rcode.BADCOOKIE
    };
    private static final String OTHER = "other";
    // Below the first number that is none of these.
    private static final int OTHER_TYPE = Type.ANY + 1;
    private static final int OTHER_RCODE = Rcode.BADCOOKIE + 1;

    private final Counter[] queries = new Counter[OTHER_TYPE + 1];
    private final Counter[] answers = new Counter[OTHER_RCODE + 1];

    Tally(MeterRegistry meters, String role, String protocol) {
        var asked = "labnet.dns.queries";
        var said = "labnet.dns.answers";
        Arrays.fill(
                queries, meters.counter(asked, "role", role, "protocol", protocol, "type", OTHER));
        for (var type : TYPES) {
            var name = Type.string(type);
            queries[type] = meters.counter(asked, "role", role, "protocol", protocol, "type", name);
        }
        Arrays.fill(
                answers, meters.counter(said, "role", role, "protocol", protocol, "rcode", OTHER));
        for (var rcode : RCODES) {
            var name = Rcode.string(rcode);
            answers[rcode] =
                    meters.counter(said, "role", role, "protocol", protocol, "rcode", name);
        }
    }

    /**
     * Counts a query.
     *
     * @param type 0 where it has none
     */
    void asked(int type) {
        queries[Math.min(type, OTHER_TYPE)].increment();
    }

    /** Counts a reply. */
    void answered(int rcode) {
        answers[Math.min(rcode, OTHER_RCODE)].increment();
    }
}
