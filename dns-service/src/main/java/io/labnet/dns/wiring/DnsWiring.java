package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.dns.admin.ServerView;
import io.labnet.dns.authority.Authority;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Names;
import io.labnet.dns.resolver.Limits;
import io.labnet.dns.resolver.NameServer;
import io.labnet.dns.resolver.ResolutionLog;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.server.AuthoritativeService;
import io.labnet.dns.server.NameServers;
import io.labnet.dns.server.NameServers.Site;
import io.labnet.dns.server.RecursiveService;
import io.labnet.dns.server.SocketUpstream;
import io.labnet.dns.server.Traffic;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.Zones;
import io.labnet.network.Network;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** The rooms of the service, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DnsSettings.class)
class DnsWiring {
    private static final int DNS_PORT = 53;
    private static final int RESOLUTIONS_KEPT = 512;

    private final DnsSettings settings;
    private final int port;

    DnsWiring(DnsSettings settings, LabSettings lab) {
        this.settings = settings;
        this.port = lab.port(DNS_PORT);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Zones zones(LabSettings lab, RecordCache cache) throws ZoneFault {
        var zones = new Zones(new ZoneFiles(lab.dataDir().resolve("dns").resolve("zones")));
        var origins = new HashSet<Name>();
        settings.servers().forEach(server -> origins.addAll(names(server.zones())));
        for (var origin : origins) {
            zones.load(origin);
        }
        zones.watch((zone, owner) -> forget(cache, zone, owner));
        return zones;
    }

    // Whoever changes a zone here wants to see it here at once, so the resolver of the same
    // process forgets what it knew about the name; also below it, for the change may be a zone
    // cut or a wildcard, and above it, where nothing may have existed until now. Resolvers of
    // other processes learn of it when their TTLs have passed, as in any DNS.
    private static void forget(RecordCache cache, Zone zone, Name owner) {
        var top = owner.isWild() ? new Name(owner, 1) : owner;
        cache.flush(name ->
                name.subdomain(top) || (top.subdomain(name) && name.subdomain(zone.origin())));
    }

    @Bean
    RecordCache recordCache(Clock clock, MeterRegistry meters) {
        var cache = new RecordCache(settings.resolver().cacheEntries(), clock);
        Gauge.builder("labnet.dns.cache-entries", cache, RecordCache::size).register(meters);
        return cache;
    }

    @Bean
    ResolutionLog resolutionLog(Clock clock) {
        return new ResolutionLog(RESOLUTIONS_KEPT, clock);
    }

    @Bean
    Traffic traffic(MeterRegistry meters, Trace trace) {
        return new Traffic(meters, trace);
    }

    @Bean
    Resolver resolver(RecordCache cache, Traffic traffic, ResolutionLog log, Clock clock) {
        var ours = new HashSet<InetSocketAddress>();
        settings.servers().forEach(server -> ours.add(at(server.address())));
        var upstream = new SocketUpstream(ours, traffic);
        var roots =
                settings.resolver().roots().stream()
                        .map(root -> new NameServer(name(root.name()), at(root.address())))
                        .toList();
        return new Resolver(cache, upstream, roots, port, Limits.USUAL, log, clock);
    }

    @Bean
    DnsListeners dnsListeners(Zones zones, Resolver resolver, Traffic traffic) {
        var sites = new ArrayList<Site>();
        for (var server : settings.servers()) {
            var authority = new Authority(new HashSet<>(names(server.zones())), zones::zone);
            sites.add(new Site(at(server.address()), new AuthoritativeService(authority)));
        }
        if (settings.resolver().enabled()) {
            var clients = settings.resolver().clients().stream().map(Network::parse).toList();
            var service = new RecursiveService(resolver, clients, traffic);
            sites.add(new Site(at(settings.resolver().address()), service));
        }
        return new DnsListeners(() -> new NameServers(sites, settings.tcpIdle(), traffic));
    }

    @Bean
    List<ServerView> serverViews() {
        var views = new ArrayList<ServerView>();
        for (var server : settings.servers()) {
            var zones = names(server.zones()).stream().map(Names::text).toList();
            views.add(view(server.name(), server.address(), "authoritative", zones));
        }
        var resolver = settings.resolver();
        if (resolver.enabled()) {
            views.add(view(resolver.name(), resolver.address(), "recursive", List.of()));
        }
        return views;
    }

    private ServerView view(String name, InetAddress address, String role, List<String> zones) {
        return new ServerView(name, address.getHostAddress(), port, role, zones);
    }

    private InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, port);
    }

    private static List<Name> names(List<String> texts) {
        return texts.stream().map(DnsWiring::name).toList();
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
