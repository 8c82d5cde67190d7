package io.labnet.dns.server;

import io.labnet.dns.FreePort;
import io.labnet.dns.authority.Authority;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.resolver.Conduct;
import io.labnet.dns.resolver.Detour;
import io.labnet.dns.resolver.Limits;
import io.labnet.dns.resolver.LocalData;
import io.labnet.dns.resolver.NameServer;
import io.labnet.dns.resolver.Pauses;
import io.labnet.dns.resolver.ResolutionLog;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.resolver.Upstream;
import io.labnet.dns.server.NameServers.Site;
import io.labnet.dns.validator.Validation;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.network.Network;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.Name;

/** Real name servers on loopback addresses of their own, all at one free port. */
final class SmallInternet implements AutoCloseable {
    private static final String APEX = "@ 60 SOA ns root 1 1 1 1 60\n@ 600 NS ns\n";

    /** As usual, but a slow machine is not taken for a silent server. */
    static final Limits PATIENT = Limits.USUAL.withQueryTimeout(Duration.ofSeconds(10));

    final int port;
    final MutableClock clock = MutableClock.epochUTC();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Trace trace = new Trace(64, clock);
    final Traffic traffic = new Traffic(meters, trace);
    final RecordCache cache = new RecordCache(1000, clock);
    final ResolutionLog log = new ResolutionLog(64, clock);
    private final List<Site> sites = new ArrayList<>();
    private final List<NameServers> running = new ArrayList<>();

    SmallInternet() throws IOException {
        port = FreePort.find();
    }

    InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    /** A zone's text is given without its apex; the server's name is {@code ns} in it. */
    SmallInternet serving(String address, String origin, String records) throws Exception {
        return with(address, authority(address, origin, records));
    }

    /** The same, but the server asks on behalf of its clients instead of referring them. */
    SmallInternet recursing(String address, String origin, String records) throws Exception {
        var name = Name.fromString("ns", Name.fromConstantString(origin));
        var plan =
                new Resolver.Plan(
                        name,
                        List.of(),
                        List.of(),
                        port,
                        Limits.USUAL,
                        Pauses.USUAL,
                        Conduct.RECURSING);
        var upstream = new SocketUpstream(Set.of(), traffic);
        var resolver = new Resolver(plan, cache.follower(), upstream, LocalData.none(), log, clock);
        var everybody = List.of(Network.parse("127.0.0.0/8"));
        var authority = authority(address, origin, records);
        return with(address, new RecursingService(authority, resolver, everybody));
    }

    private static NameService authority(String address, String origin, String records)
            throws Exception {
        var zone = zone(origin, "ns 600 A " + address + "\n" + records);
        var zones = new ConcurrentHashMap<Name, Zone>(Map.of(zone.origin(), zone));
        var authority = new Authority(Set.of(zone.origin()), zones::get);
        return new AuthoritativeService(authority, () -> 0);
    }

    SmallInternet with(String address, NameService service) {
        return with(new Site(at(address), service));
    }

    SmallInternet with(Site site) {
        sites.add(site);
        return this;
    }

    /** What answers at an address. */
    NameService service(String address) {
        return sites.stream()
                .filter(site -> site.address().equals(at(address)))
                .findFirst()
                .orElseThrow()
                .service();
    }

    SmallInternet open() throws IOException {
        return open(Duration.ofMinutes(1));
    }

    SmallInternet open(Duration tcpIdle) throws IOException {
        return open(ListenerLimits.usual(tcpIdle));
    }

    SmallInternet open(ListenerLimits limits) throws IOException {
        running.add(new NameServers(sites, limits, new byte[16], traffic, clock));
        return this;
    }

    Resolver resolver(String... roots) {
        return resolver(PATIENT, roots);
    }

    /** The network, on which nobody waits for one server longer than this. */
    Upstream impatientWith(String address, Duration patience) {
        var sockets = new SocketUpstream(Set.of(), traffic);
        return (server, question, manner, timeout) ->
                sockets.ask(
                        server, question, manner, server.equals(at(address)) ? patience : timeout);
    }

    Resolver resolver(Limits limits, String... roots) {
        return resolver(limits, List.of(), roots);
    }

    Resolver resolver(Limits limits, List<Detour> detours, String... roots) {
        // What a question costs is counted in many tests, so nobody asks of his own accord.
        return resolver(limits, detours, Conduct.USUAL.priming(false), roots);
    }

    Resolver resolver(Limits limits, List<Detour> detours, Conduct conduct, String... roots) {
        var upstream = new SocketUpstream(Set.of(), traffic);
        return resolver(limits, detours, conduct, upstream, LocalData.none(), roots);
    }

    Resolver resolver(
            Limits limits,
            List<Detour> detours,
            Conduct conduct,
            Upstream upstream,
            LocalData localData,
            String... roots) {
        var servers =
                List.of(roots).stream()
                        .map(r -> new NameServer(Name.fromConstantString("ns."), at(r)))
                        .toList();
        var name = Name.fromConstantString("local.");
        var plan = new Resolver.Plan(name, servers, detours, port, limits, Pauses.USUAL, conduct);
        return new Resolver(plan, cache, upstream, localData, log, clock);
    }

    /** A resolver to whom others have to prove what they say. */
    Resolver validating(Validation validation, String... roots) {
        var servers =
                List.of(roots).stream()
                        .map(r -> new NameServer(Name.fromConstantString("ns."), at(r)))
                        .toList();
        var plan =
                new Resolver.Plan(
                        Name.fromConstantString("local."),
                        servers,
                        List.of(),
                        port,
                        PATIENT,
                        Pauses.USUAL,
                        Conduct.USUAL.priming(false),
                        validation);
        var upstream = new SocketUpstream(Set.of(), traffic);
        return new Resolver(plan, cache, upstream, LocalData.none(), log, clock);
    }

    double counted(String name) {
        return meters.find("labnet.dns." + name).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static Zone zone(String origin, String records) throws ZoneFault {
        return MasterFile.read(Name.fromConstantString(origin), APEX + records);
    }

    @Override
    public void close() throws IOException {
        for (var servers : running) {
            servers.close();
        }
    }
}
