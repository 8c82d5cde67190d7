package io.labnet.dns.server;

import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Summary;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Counts and traces what is said and heard. */
public final class Traffic {
    private static final String PROTOCOL = "DNS";

    private final MeterRegistry meters;
    private final Trace trace;
    private final Map<String, Counter> queries = new ConcurrentHashMap<>();
    private final Map<Integer, Counter> answers = new ConcurrentHashMap<>();
    private final Counter cacheHits;
    private final Counter cacheMisses;
    private final Counter upstreamQueries;
    private final Counter dropped;
    private final Counter readyAnswers;
    private final Counter rateLimited;

    public Traffic(MeterRegistry meters, Trace trace) {
        this.meters = meters;
        this.trace = trace;
        this.cacheHits = meters.counter("labnet.dns.cache-hits");
        this.cacheMisses = meters.counter("labnet.dns.cache-misses");
        this.upstreamQueries = meters.counter("labnet.dns.upstream-queries");
        this.dropped = meters.counter("labnet.dns.dropped");
        this.readyAnswers = meters.counter("labnet.dns.ready-answers");
        this.rateLimited = meters.counter("labnet.dns.rate-limited");
        answers.put(Rcode.NOERROR, counter(Rcode.NOERROR));
        queries("authoritative");
        queries("recursive");
    }

    /** A client's query came in; the question is null when it could not be understood. */
    void asked(Client client, String role, @Nullable Question question) {
        queries(role).increment();
        if (client.isTraced()) {
            heard(client, question == null ? () -> "not understood" : Summary.asked(question));
        }
    }

    /** Something about zones came in. */
    void asked(Client client, String role, int opcode, @Nullable Question question) {
        queries(role).increment();
        if (client.isTraced()) {
            heard(client, Summary.asked(opcode, question));
        }
    }

    private void heard(Client client, Supplier<String> summary) {
        trace.record(PROTOCOL, client.address(), client.server(), summary);
    }

    private Counter queries(String role) {
        return queries.computeIfAbsent(role, r -> meters.counter("labnet.dns.queries", "role", r));
    }

    /** A client's reply goes out. */
    void answered(Client client, @Nullable Question question, Reply reply) {
        answers(reply.rcode()).increment();
        if (client.isTraced()) {
            said(client, Summary.said(question, reply.rcode(), reply.answers(), reply.authority()));
        }
    }

    /** The reply to something about zones goes out. */
    void answered(Client client, int opcode, @Nullable Question question, int rcode) {
        answers(rcode).increment();
        if (client.isTraced()) {
            said(client, Summary.said(opcode, question, rcode));
        }
    }

    /** A query came in and was answered as one before; nobody is shown it. */
    void repeated(String role, int rcode, boolean fromCache) {
        queries(role).increment();
        answers(rcode).increment();
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

    private Counter answers(int rcode) {
        return answers.computeIfAbsent(rcode, this::counter);
    }

    private Counter counter(int rcode) {
        return meters.counter("labnet.dns.answers", "rcode", Rcode.string(rcode));
    }

    /** The resolver has looked into its cache for a client. */
    void looked(boolean found) {
        (found ? cacheHits : cacheMisses).increment();
    }

    /** Something was not answered because there was too much of it. */
    void dropped() {
        dropped.increment();
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
