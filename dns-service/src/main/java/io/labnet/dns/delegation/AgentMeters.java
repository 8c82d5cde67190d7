package io.labnet.dns.delegation;

import io.labnet.dns.delegation.Decision.Put;
import io.labnet.dns.delegation.Decision.Stay;
import io.labnet.dns.delegation.Decision.Why;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts what comes of asking children. */
public final class AgentMeters {
    private static final String LOOKS = "labnet.dns.cds-looks";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry meters;

    public AgentMeters(MeterRegistry meters) {
        this.meters = meters;
        for (var why : Why.values()) {
            meters.counter(LOOKS, OUTCOME, text(why));
        }
        meters.counter(LOOKS, OUTCOME, "put");
    }

    void decided(Decision decision) {
        meters.counter(LOOKS, OUTCOME, text(decision)).increment();
    }

    /** A decision in a word, such as {@code put} or {@code disagreed}. */
    public static String text(Decision decision) {
        return switch (decision) {
            case Put _ -> "put";
            case Stay(var why, var _) -> text(why);
        };
    }

    private static String text(Why why) {
        return why.name().toLowerCase(Locale.ROOT);
    }
}
