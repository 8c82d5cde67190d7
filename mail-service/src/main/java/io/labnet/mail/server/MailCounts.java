package io.labnet.mail.server;

import io.labnet.mail.queue.Courier;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What is counted while mail goes in and out. */
public record MailCounts(
        Counter received, Counter delivered, Counter bounced, Counter logins, Counter loginsFailed)
        implements Courier.Tally {
    /** Counters named {@code labnet.mail.<what>}. */
    public static MailCounts of(MeterRegistry meters) {
        return new MailCounts(
                meters.counter("labnet.mail.messages-received"),
                meters.counter("labnet.mail.messages-delivered"),
                meters.counter("labnet.mail.messages-bounced"),
                meters.counter("labnet.mail.logins"),
                meters.counter("labnet.mail.logins-failed"));
    }

    @Override
    public void countDelivered() {
        delivered.increment();
    }

    @Override
    public void countBounced() {
        bounced.increment();
    }
}
