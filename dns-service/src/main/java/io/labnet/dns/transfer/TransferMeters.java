package io.labnet.dns.transfer;

import io.micrometer.core.instrument.MeterRegistry;
import org.xbill.DNS.Rcode;

/** Counts what happens between name servers. */
public final class TransferMeters {
    private final MeterRegistry meters;

    public TransferMeters(MeterRegistry meters) {
        this.meters = meters;
        meters.counter("labnet.dns.updates", "rcode", Rcode.string(Rcode.NOERROR));
        for (var kind : new String[] {"axfr", "ixfr"}) {
            meters.counter("labnet.dns.transfers-out", "kind", kind);
            meters.counter("labnet.dns.transfers-in", "kind", kind);
        }
        meters.counter("labnet.dns.transfers-failed");
        meters.counter("labnet.dns.notifies-failed");
        meters.counter("labnet.dns.signatures-refused");
    }

    /** A dynamic update was answered. */
    void updated(int rcode) {
        meters.counter("labnet.dns.updates", "rcode", Rcode.string(rcode)).increment();
    }

    /** A transfer begins. */
    void sent(String kind) {
        meters.counter("labnet.dns.transfers-out", "kind", kind).increment();
    }

    /** A transfer has come, and is in service. */
    void received(String kind) {
        meters.counter("labnet.dns.transfers-in", "kind", kind).increment();
    }

    /** None of a zone's primaries could be asked, or what they sent could not be used. */
    void failed() {
        meters.counter("labnet.dns.transfers-failed").increment();
    }

    /** A secondary was told of a change several times, and never said that it heard. */
    void unheard() {
        meters.counter("labnet.dns.notifies-failed").increment();
    }

    /** A message carried a signature that is not right. */
    void unsigned() {
        meters.counter("labnet.dns.signatures-refused").increment();
    }
}
