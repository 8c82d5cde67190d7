package io.labnet.dns.resolver;

import io.labnet.dns.authority.Authority;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.QueryReader;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.ReplyWriter;
import io.labnet.dns.server.AuthoritativeService;
import io.labnet.dns.server.NameService.Decision;
import io.labnet.dns.validator.Validation;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Name servers without a network, in virtual time; who is not there keeps silent. */
final class ScriptedInternet implements Upstream {
    static final InetSocketAddress CLIENT = at("127.0.0.7");
    static final String ROOT = "127.0.1.1";
    static final String EDU = "127.0.2.1";
    static final String UMASS = "127.0.3.1";
    private static final String APEX = "@ 60 SOA ns root 1 1 1 1 60\n@ 600 NS ns\n";
    private static final InetSocketAddress OURS = at("127.0.0.53");

    /** One name server. */
    interface Server {
        /** Its reply; null for silence. */
        @Nullable Message reply(Question question, Manner manner) throws IOException;
    }

    final MutableClock clock = MutableClock.epochUTC();
    final RecordCache cache = new RecordCache(10_000, clock);
    final ResolutionLog log = new ResolutionLog(64, clock);
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<InetSocketAddress, Server> servers = new ConcurrentHashMap<>();

    static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
    }

    static Question question(String name, int type) {
        return new Question(name(name), type);
    }

    static Name name(String text) {
        return Name.fromConstantString(text.endsWith(".") ? text : text + ".");
    }

    static Record record(String text) {
        var parts = text.split(" ", 4);
        try {
            var ttl = Long.parseLong(parts[1]);
            var type = Type.value(parts[2]);
            return Record.fromString(name(parts[0]), type, DClass.IN, ttl, parts[3], Name.root);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }

    /** A zone's text is given without its apex; the server's name is {@code ns} in it. */
    ScriptedInternet zone(String address, String origin, String records) throws Exception {
        var text = APEX + "ns 600 A " + address + "\n" + records;
        var zone = MasterFile.read(name(origin), text);
        var zones = new ConcurrentHashMap<Name, Zone>(Map.of(zone.origin(), zone));
        var service =
                new AuthoritativeService(new Authority(Set.of(zone.origin()), zones::get), () -> 0);
        return server(address, (question, _) -> said(service, question));
    }

    /** The root, {@code edu} and {@code umass.edu}, each with a server of its own. */
    void leadingToUmass() throws Exception {
        zone(ROOT, ".", "edu. 600 NS ns.edu.\nns.edu. 600 A 127.0.2.1\n");
        zone(EDU, "edu.", "umass 600 NS ns.umass\nns.umass 600 A 127.0.3.1\n");
        zone(UMASS, "umass.edu.", "gaia.cs 300 A 127.80.0.2\nwww 300 CNAME gaia.cs\n");
    }

    private static Message said(AuthoritativeService service, Question question)
            throws IOException {
        var wire = Message.newQuery(question.toRecord()).toWire();
        if (QueryReader.read(wire) instanceof Query query
                && service.decide(query, CLIENT) instanceof Decision.Now(var reply, _, _)) {
            return new Message(
                    ReplyWriter.write(query.envelope(), question, reply, List.of(), 65_535));
        }
        throw new IllegalStateException("an authority that has to wait");
    }

    ScriptedInternet server(String address, Server server) {
        servers.put(at(address), server);
        return this;
    }

    /** A server that says nothing before it is released. */
    void waiting(String address, CountDownLatch release, String answer) {
        server(
                address,
                (question, _) -> {
                    try {
                        release.await();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                    return reply(question, answer);
                });
    }

    ScriptedInternet gone(String address) {
        servers.remove(at(address));
        return this;
    }

    /** An authoritative reply. */
    static Message reply(Question question, String... answers) {
        var reply = new Message();
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.addRecord(question.toRecord(), Section.QUESTION);
        for (var answer : answers) {
            reply.addRecord(record(answer), Section.ANSWER);
        }
        return reply;
    }

    static Message error(Question question, int rcode) {
        var reply = reply(question);
        reply.getHeader().unsetFlag(Flags.AA);
        reply.getHeader().setRcode(rcode);
        return reply;
    }

    static Message noSuchName(Question question, String soa) {
        var reply = reply(question);
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
        reply.addRecord(record(soa), Section.AUTHORITY);
        return reply;
    }

    @Override
    public Heard ask(InetSocketAddress server, Question question, Manner manner, Duration timeout)
            throws IOException {
        asked.add(server.getAddress().getHostAddress() + " " + question.text());
        var there = servers.get(server);
        var reply = there == null ? null : there.reply(question, manner);
        if (reply == null) {
            throw new SocketTimeoutException("no answer");
        }
        return new Heard(reply, OURS, Duration.ofMillis(1), true);
    }

    Resolver resolver(String... roots) {
        return resolver(Conduct.USUAL.priming(false), Limits.USUAL, List.of(), roots);
    }

    Resolver resolver(Conduct conduct, Limits limits, List<Detour> detours, String... roots) {
        return resolver(conduct, limits, detours, LocalData.none(), roots);
    }

    Resolver resolver(
            Conduct conduct,
            Limits limits,
            List<Detour> detours,
            LocalData localData,
            String... roots) {
        var hints = List.of(roots).stream().map(r -> new NameServer(name("hint"), at(r))).toList();
        var plan =
                new Resolver.Plan(name("local"), hints, detours, 53, limits, Pauses.USUAL, conduct);
        return new Resolver(plan, cache, this, localData, log, clock);
    }

    /** A resolver to whom others have to prove what they say. */
    Resolver validating(Validation validation, List<Detour> detours) {
        var plan =
                new Resolver.Plan(
                        name("local"),
                        List.of(),
                        detours,
                        53,
                        Limits.USUAL,
                        Pauses.USUAL,
                        Conduct.USUAL.priming(false),
                        validation);
        return new Resolver(plan, cache, this, LocalData.none(), log, clock);
    }

    /** What a client is told, from the cache or by a search. */
    static Outcome ask(Resolver resolver, String name, int type) {
        var question = question(name, type);
        return resolver.remembered(question, CLIENT)
                .orElseGet(() -> resolver.resolve(question, CLIENT));
    }

    /** An outcome in a few words: records as TTL and data, the codes of notes and failures. */
    static List<String> text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answer(var records) ->
                    records.stream().map(r -> r.getTTL() + " " + r.rdataToString()).toList();
            case Outcome.NoSuchName _ -> List.of("no such name");
            case Outcome.NoData _ -> List.of("no data");
            case Outcome.TooLong _ -> List.of("too long");
            case Outcome.Failed(var trouble) -> List.of(trouble.code() + " " + trouble.reason());
            case Outcome.Judged(var inner, var evidence) ->
                    Stream.concat(
                                    text(inner).stream(),
                                    Stream.of(evidence.security().name().toLowerCase(Locale.ROOT)))
                            .toList();
            case Outcome.Noted(var inner, var note) ->
                    Stream.concat(text(inner).stream(), Stream.of("note " + note.code())).toList();
        };
    }

    /** Whom a question makes the resolver ask, and what. */
    List<String> asking(Resolver resolver, String name, int type) {
        newlyAsked();
        ask(resolver, name, type);
        return newlyAsked();
    }

    /** The questions asked since this was called last. */
    List<String> newlyAsked() {
        var now = List.copyOf(asked);
        asked.clear();
        return now;
    }
}
