package io.labnet.dns.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labnet.dns.policy.Condition;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.policy.Policy;
import io.labnet.dns.policy.PolicyText;
import io.labnet.dns.zone.Zone;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it was put, and how its records are.
 *
 * @param state {@code in force}, or why it is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PolicyView(
        @Nullable String name,
        @Nullable String type,
        @Nullable String kind,
        @Nullable Map<String, @Nullable Integer> weights,
        @Nullable Map<String, @Nullable List<String>> subnets,
        @Nullable List<String> otherwise,
        PolicyText.@Nullable CheckText health,
        String state,
        List<Told> records) {
    /**
     * A record of the set.
     *
     * @param health {@code up}, {@code down} or {@code unknown}; null where nobody looks
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(String data, @Nullable String health) {}

    static PolicyView of(Policies policies, Zone zone, Policy policy) {
        var text = PolicyText.of(policy);
        var set = zone.records(policy.of().owner(), policy.of().type());
        var records =
                set.stream()
                        .map(record ->
                                new Told(
                                        record.rdataToString(),
                                        policy.check() == null
                                                ? null
                                                : text(policies.condition(policy, record))))
                        .toList();
        return new PolicyView(
                text.name(),
                text.type(),
                text.kind(),
                text.weights(),
                text.subnets(),
                text.otherwise(),
                text.health(),
                state(zone, policy, records),
                records);
    }

    private static String state(Zone zone, Policy policy, List<Told> records) {
        if (records.isEmpty()) {
            return "there are no such records";
        }
        return Policies.isAllowed(zone, policy) ? "in force" : "the zone is signed";
    }

    private static String text(Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT);
    }
}
