package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.dns.cache.CacheLimits;
import io.labnet.dns.cache.Flush;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.resolver.Conduct;
import io.labnet.dns.resolver.Counts;
import io.labnet.dns.resolver.Detour;
import io.labnet.dns.resolver.Limits;
import io.labnet.dns.resolver.LocalData;
import io.labnet.dns.resolver.LocalRule;
import io.labnet.dns.resolver.NameServer;
import io.labnet.dns.resolver.Pauses;
import io.labnet.dns.resolver.ResolutionLog;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.resolver.Upstream;
import io.labnet.dns.server.RecursingService;
import io.labnet.dns.server.SocketUpstream;
import io.labnet.dns.server.Traffic;
import io.labnet.dns.validator.AnchorFile;
import io.labnet.dns.validator.NegativeTrustAnchors;
import io.labnet.dns.validator.TrustAnchors;
import io.labnet.dns.validator.Validation;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** What the recursive server consists of. */
@Configuration(proxyBeanMethods = false)
class ResolverWiring {
    private static final int DNS_PORT = 53;
    private static final int RESOLUTIONS_KEPT = 512;

    private final DnsSettings dns;
    private final ResolverSettings settings;
    private final WorldSettings world;
    private final int port;

    ResolverWiring(DnsSettings dns, LabSettings lab, WorldSettings world) {
        this.dns = dns;
        this.settings = dns.resolver();
        this.world = world;
        this.port = lab.port(DNS_PORT);
    }

    @Bean
    RecordCache recordCache(Clock clock, MeterRegistry meters) {
        var wanted = settings.cache();
        var limits =
                new CacheLimits(
                        wanted.entries(),
                        wanted.size().toBytes(),
                        wanted.ttlMin(),
                        wanted.ttlMax(),
                        wanted.negativeTtlMax(),
                        wanted.staleMax(),
                        wanted.denials());
        var cache = new RecordCache(limits, clock);
        Gauge.builder("labnet.dns.cache-entries", cache, RecordCache::size).register(meters);
        Gauge.builder("labnet.dns.cache-denials", cache, RecordCache::denials).register(meters);
        Gauge.builder("labnet.dns.cache-bytes", cache, RecordCache::bytes).register(meters);
        return cache;
    }

    @Bean
    ResolutionLog resolutionLog(Clock clock) {
        return new ResolutionLog(RESOLUTIONS_KEPT, clock);
    }

    @Bean
    LocalData localData(LabSettings lab, RecordCache cache) throws IOException {
        var rules = settings.localData().stream().map(LocalRule::parse).toList();
        var file = lab.dataDir().resolve("dns").resolve("local-data");
        // What was told by another rule, or by none, is not true any longer.
        return new LocalData(rules, file, name -> cache.flush(_ -> false));
    }

    @Bean
    NegativeTrustAnchors negativeTrustAnchors(LabSettings lab, RecordCache cache, Clock clock)
            throws IOException {
        var file = lab.dataDir().resolve("dns").resolve("negative-trust-anchors");
        // What was judged below such a name is judged otherwise from now on.
        return new NegativeTrustAnchors(
                clock, file, name -> cache.flush(new Flush(name, null, true)));
    }

    @Bean
    AnchorWatch anchorWatch(SignedZones signed, RecordCache cache) {
        var wanted = settings.validation();
        // What was judged by other anchors, or by none, is judged anew.
        Runnable forget = () -> cache.flush(_ -> true);
        if (!wanted.anchorFile().isEmpty()) {
            var path = Path.of(wanted.anchorFile());
            return AnchorWatch.of(new AnchorFile(path, wanted.anchors(), forget));
        }
        var anchors = TrustAnchors.parse(wanted.anchors());
        return AnchorWatch.of(anchors.isEmpty() ? new LabRoot(signed, forget) : () -> anchors);
    }

    @Bean
    Validation validation(NegativeTrustAnchors exceptions, AnchorWatch anchors) {
        return new Validation(anchors.source(), exceptions, settings.validation().clockSkew());
    }

    @Bean
    Upstream upstream(Traffic traffic) {
        var ours = new HashSet<InetSocketAddress>();
        dns.servers().stream()
                .map(DnsSettings.Server::name)
                .filter(world::runs)
                .forEach(server -> ours.add(at(server)));
        return new SocketUpstream(ours, traffic);
    }

    @Bean
    Resolver resolver(
            RecordCache cache,
            Upstream upstream,
            LocalData localData,
            Validation validation,
            ResolutionLog log,
            Clock clock,
            MeterRegistry meters) {
        var plan =
                new Resolver.Plan(
                        name(settings.name()),
                        settings.roots().stream().map(this::root).toList(),
                        detours(),
                        port,
                        Limits.USUAL.withLabelsMinimised(settings.labelsMinimised()),
                        new Pauses(settings.failurePause(), settings.failurePauseMax()),
                        conduct(),
                        validation);
        var resolver = new Resolver(plan, cache, upstream, localData, log, clock);
        count(meters, resolver.counts());
        return resolver;
    }

    private Conduct conduct() {
        return new Conduct(
                settings.prime(),
                settings.mixedCase(),
                settings.recursionDesired(),
                settings.cache().prefetch(),
                settings.cache().serveStale(),
                settings.cache().staleAfter());
    }

    private List<Detour> detours() {
        return Stream.concat(
                        settings.forwards().stream().map(Detour::forward),
                        settings.stubs().stream().map(text -> Detour.stub(text, port)))
                .toList();
    }

    private NameServer root(String host) {
        return new NameServer(name(host), new InetSocketAddress(world.address(host), port));
    }

    private InetSocketAddress at(String host) {
        return new InetSocketAddress(world.listenAt(host), port);
    }

    private static void count(MeterRegistry meters, Counts counts) {
        count(meters, "search-failures", counts, Counts::failures);
        count(meters, "searches-shared", counts, Counts::shared);
        count(meters, "searches-refused", counts, Counts::refused);
        count(meters, "prefetches", counts, Counts::prefetches);
        count(meters, "stale-answers", counts, Counts::stale);
        count(meters, "synthesised-answers", counts, Counts::inferred);
        count(meters, "local-answers", counts, Counts::local);
        count(meters, "secure-answers", counts, Counts::secure);
        count(meters, "insecure-answers", counts, Counts::insecure);
        count(meters, "bogus-answers", counts, Counts::bogus);
    }

    private static void count(
            MeterRegistry meters, String what, Counts counts, ToDoubleFunction<Counts> number) {
        FunctionCounter.builder("labnet.dns." + what, counts, number).register(meters);
    }

    @Bean
    RecursingServers recursingServers(
            RecordCache cache, Upstream upstream, ResolutionLog log, Clock clock) {
        return (server, authority, clients) -> {
            var plan =
                    new Resolver.Plan(
                            name(server),
                            List.of(),
                            List.of(),
                            port,
                            Limits.USUAL,
                            new Pauses(settings.failurePause(), settings.failurePauseMax()),
                            Conduct.RECURSING);
            var resolver =
                    new Resolver(plan, cache.follower(), upstream, LocalData.none(), log, clock);
            return new RecursingService(authority, resolver, clients);
        };
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException malformed) {
            throw new IllegalArgumentException(
                    "labnet.dns names \"" + text + "\", which is no domain name", malformed);
        }
    }
}
