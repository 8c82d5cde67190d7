package io.labnet.mail.server;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.labnet.line.LineConnection;
import io.labnet.line.LineLimits;
import io.labnet.mail.queue.Carrier;
import io.labnet.mail.queue.Outcome;
import io.labnet.mail.queue.Route;
import io.labnet.mail.store.Waiting;
import io.labnet.stub.Lookup;
import io.labnet.stub.StubResolver;
import io.labnet.trace.Trace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Carries mail by SMTP to the hosts that the DNS names. */
public final class SmtpCarrier implements Carrier {
    private static final int ADDRESSES_MAX = 8;
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    // RFC 5321 section 4.5.3.2: five minutes for most answers.
    private static final LineLimits LIMITS =
            new LineLimits(4096, 1, 1, Duration.ofMinutes(5), Duration.ofMinutes(30));

    private final Map<String, MailHost> hosts;
    private final StubResolver resolver;
    private final int port;
    private final Trace trace;

    /**
     * A carrier for these sending hosts.
     *
     * @param port where other hosts take mail
     */
    public SmtpCarrier(List<MailHost> hosts, StubResolver resolver, int port, Trace trace) {
        this.hosts = hosts.stream().collect(toMap(MailHost::name, identity()));
        this.resolver = resolver;
        this.port = port;
        this.trace = trace;
    }

    @Override
    public Map<Long, Outcome> carry(List<Waiting> parcel, BooleanSupplier stillOurs) {
        var first = parcel.getFirst();
        var self = hosts.get(first.server());
        if (self == null) {
            return all(parcel, new Outcome.Deferred(first.server() + " is not served any more"));
        }
        var domain = first.to().domain();
        if (domain.startsWith("[")) {
            return all(
                    parcel, new Outcome.Refused("5.1.2", "Mail goes to names, not to addresses"));
        }
        var found = resolver.mailExchanges(domain);
        return switch (Route.of(domain, found, self.name(), RandomGenerator.getDefault())) {
            case Route.Never(var why) -> all(parcel, why);
            case Route.Later(var why) -> all(parcel, why);
            case Route.Hosts(var names) -> carry(parcel, self, names, stillOurs);
        };
    }

    private Map<Long, Outcome> carry(
            List<Waiting> parcel, MailHost self, List<String> names, BooleanSupplier stillOurs) {
        var trouble = new ArrayList<String>();
        for (var name : names) {
            for (var address : addresses(name, trouble)) {
                try {
                    return call(parcel, self, address, stillOurs);
                } catch (IOException e) {
                    var where = name + " [" + address.getHostAddress() + "]:" + port;
                    trouble.add(where + ": " + e.getMessage());
                }
            }
        }
        return all(parcel, new Outcome.Deferred(String.join("; ", trouble)));
    }

    private List<InetAddress> addresses(String name, List<String> trouble) {
        return switch (resolver.addresses(name)) {
            case Lookup.Found<InetAddress>(var answers) ->
                    answers.stream().limit(ADDRESSES_MAX).toList();
            case Lookup.NoSuchName<InetAddress> _, Lookup.NoData<InetAddress> _ -> {
                trouble.add(name + " has no address");
                yield List.of();
            }
            case Lookup.Failed<InetAddress>(_, var reason) -> {
                trouble.add(name + ": " + reason);
                yield List.of();
            }
        };
    }

    private Map<Long, Outcome> call(
            List<Waiting> parcel, MailHost self, InetAddress address, BooleanSupplier stillOurs)
            throws IOException {
        try {
            return call(parcel, self, address, stillOurs, true);
        } catch (SmtpCall.NoTls e) {
            // RFC 7435 section 3: encryption that does not work is no reason not to deliver.
            return call(parcel, self, address, stillOurs, false);
        }
    }

    private Map<Long, Outcome> call(
            List<Waiting> parcel,
            MailHost self,
            InetAddress address,
            BooleanSupplier stillOurs,
            boolean wantsTls)
            throws IOException {
        var from = new InetSocketAddress(self.listen(), 0);
        var to = new InetSocketAddress(address, port);
        try (var connection = LineConnection.dial(from, to, CONNECT_PATIENCE, LIMITS)) {
            var ear = new Listening(trace, "SMTP", connection, isOurs(address));
            return new SmtpCall(connection, ear, self.name(), stillOurs)
                    .hold(parcel, AnyCertificate::context, wantsTls);
        }
    }

    // The listener there tells the trace already.
    private boolean isOurs(InetAddress address) {
        return hosts.values().stream().anyMatch(host -> host.address().equals(address));
    }

    private static Map<Long, Outcome> all(List<Waiting> parcel, Outcome outcome) {
        return parcel.stream().collect(toMap(Waiting::id, _ -> outcome));
    }
}
