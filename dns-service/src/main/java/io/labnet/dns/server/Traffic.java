package io.labnet.dns.server;

import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Summary;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Section;

/** Counts and traces what is said and heard. */
public final class Traffic {
    private static final String PROTOCOL = "DNS";

    /** Why something was not answered. */
    enum Dropped {
        /** It is no query. */
        NOISE,
        /** Too many answers are waited for. */
        SEARCHES,
        /** Too many TCP connections are open. */
        CONNECTIONS
    }

    private record Way(String role, Transport transport) {}

    private final MeterRegistry meters;
    private final Trace trace;
    private final @Nullable QueryLog log;
    private final Counter cacheHits;
    private final Counter cacheMisses;
    private final Counter upstreamQueries;
    private final Counter readyAnswers;
    private final Counter rateLimited;
    private final Map<Dropped, Counter> dropped = new EnumMap<>(Dropped.class);
    private final Map<Way, Tally> tallies = new ConcurrentHashMap<>();

    public Traffic(MeterRegistry meters, Trace trace) {
        this(meters, trace, null);
    }

    /**
     * Traffic.
     *
     * @param log of all queries; null where none is kept
     */
    public Traffic(MeterRegistry meters, Trace trace, @Nullable QueryLog log) {
        this.meters = meters;
        this.trace = trace;
        this.log = log;
        this.cacheHits = meters.counter("labnet.dns.cache-hits");
        this.cacheMisses = meters.counter("labnet.dns.cache-misses");
        this.upstreamQueries = meters.counter("labnet.dns.upstream-queries");
        this.readyAnswers = meters.counter("labnet.dns.ready-answers");
        this.rateLimited = meters.counter("labnet.dns.rate-limited");
        for (var why : Dropped.values()) {
            var reason = why.name().toLowerCase(Locale.ROOT);
            dropped.put(why, meters.counter("labnet.dns.dropped", "reason", reason));
        }
    }

    /** Whether each reply is to be told of, so that none may be given out of sight. */
    boolean isLogged() {
        return log != null;
    }

    /** The counters of what servers of one role hear and say in one way. */
    Tally tally(String role, Transport transport) {
        return tallies.computeIfAbsent(
                new Way(role, transport), _ -> new Tally(meters, role, transport.text()));
    }

    /** A client's query came in; the question is null when it could not be understood. */
    void asked(Client client, Tally tally, @Nullable Question question) {
        tally.asked(type(question));
        if (client.isTraced()) {
            heard(client, question == null ? () -> "not understood" : Summary.asked(question));
        }
    }

    /** Something about zones came in. */
    void asked(Client client, Tally tally, int opcode, @Nullable Question question) {
        tally.asked(type(question));
        if (client.isTraced()) {
            heard(client, Summary.asked(opcode, question));
        }
    }

    private static int type(@Nullable Question question) {
        return question == null ? 0 : question.type();
    }

    private void heard(Client client, Supplier<String> summary) {
        trace.record(PROTOCOL, client.address(), client.server(), summary);
    }

    /** A client's reply goes out. */
    void answered(Client client, Tally tally, @Nullable Question question, Reply reply) {
        tally.answered(reply.rcode());
        if (client.isTraced()) {
            said(client, Summary.said(question, reply.rcode(), reply.answers(), reply.authority()));
        }
        if (log != null) {
            log.add(client, Opcode.QUERY, question, reply.rcode(), reply.answers().size());
        }
    }

    /** The reply to something about zones goes out. */
    void answered(Client client, Tally tally, int opcode, @Nullable Question question, int rcode) {
        tally.answered(rcode);
        if (client.isTraced()) {
            said(client, Summary.said(opcode, question, rcode));
        }
        if (log != null) {
            log.add(client, opcode, question, rcode, 0);
        }
    }

    /** A query was answered as one before; nobody is shown it. */
    void repeated(boolean fromCache) {
        readyAnswers.increment();
        if (fromCache) {
            cacheHits.increment();
        }
    }

    /** A reply was withheld, or cut short, because its client's network was given too many. */
    void rateLimited() {
        rateLimited.increment();
    }

    private void said(Client client, Supplier<String> summary) {
        trace.record(PROTOCOL, client.server(), client.address(), summary);
    }

    /** The resolver has looked into its cache for a client. */
    void looked(boolean found) {
        (found ? cacheHits : cacheMisses).increment();
    }

    /** Something is not answered. */
    void dropped(Dropped why) {
        Objects.requireNonNull(dropped.get(why)).increment();
    }

    /** The resolver asks another server. */
    void asks(InetSocketAddress ours, InetSocketAddress server, Question question, boolean traced) {
        upstreamQueries.increment();
        if (traced) {
            trace.record(PROTOCOL, ours, server, Summary.asked(question));
        }
    }

    /** Another server has answered the resolver. */
    void told(InetSocketAddress ours, InetSocketAddress server, Question question, Message reply) {
        trace.record(
                PROTOCOL,
                server,
                ours,
                Summary.said(
                        question,
                        reply.getRcode(),
                        reply.getSection(Section.ANSWER),
                        reply.getSection(Section.AUTHORITY)));
    }
}
