package io.labnet.mail.queue;

import io.labnet.stub.Lookup;
import io.labnet.stub.MailExchange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which hosts take a domain's mail (RFC 5321 section 5.1), decided from what the DNS said. */
public sealed interface Route {
    /** To be tried in this order. */
    record Hosts(List<String> names) implements Route {}

    /** There is no way. */
    record Never(Outcome.Refused why) implements Route {}

    /** The DNS does not know at the moment. */
    record Later(Outcome.Deferred why) implements Route {}

    /**
     * Decides.
     *
     * @param self the name of the host that sends
     * @param random spreads the load over hosts of equal preference
     */
    static Route of(
            String domain, Lookup<MailExchange> found, String self, RandomGenerator random) {
        return switch (found) {
            case Lookup.Failed<MailExchange>(_, var reason) ->
                    new Later(new Outcome.Deferred("DNS: " + reason));
            case Lookup.NoSuchName<MailExchange> _ ->
                    never("5.1.2", "The domain " + domain + " does not exist");
            // Without an MX record the domain's own address is the exchange.
            case Lookup.NoData<MailExchange> _ -> new Hosts(List.of(domain));
            case Lookup.Found<MailExchange>(var exchanges) ->
                    ordered(domain, exchanges, self, random);
        };
    }

    private static Route ordered(
            String domain, List<MailExchange> exchanges, String self, RandomGenerator random) {
        if (exchanges.size() == 1 && exchanges.getFirst().host().isEmpty()) {
            return never("5.1.10", "The domain " + domain + " takes no mail (RFC 7505)");
        }
        // Whoever is an exchange itself must only use better ones: otherwise mail would circle.
        var own =
                exchanges.stream()
                        .filter(e -> e.host().equalsIgnoreCase(self))
                        .mapToInt(MailExchange::preference)
                        .min()
                        .orElse(Integer.MAX_VALUE);
        var better = new ArrayList<>(exchanges.stream().filter(e -> e.preference() < own).toList());
        if (better.isEmpty()) {
            return never("5.4.6", "The mail for " + domain + " loops back to " + self);
        }
        Collections.shuffle(better, random);
        better.sort(Comparator.comparingInt(MailExchange::preference));
        return new Hosts(better.stream().map(MailExchange::host).toList());
    }

    private static Route never(String status, String reason) {
        return new Never(new Outcome.Refused(status, reason));
    }
}
