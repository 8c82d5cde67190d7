package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.dns.admin.Recursion;
import io.labnet.dns.admin.ServedZones;
import io.labnet.dns.admin.ServerView;
import io.labnet.dns.authority.Authority;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.message.Names;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.server.AuthoritativeService;
import io.labnet.dns.server.NameServers;
import io.labnet.dns.server.NameServers.Site;
import io.labnet.dns.server.RecursiveService;
import io.labnet.dns.server.Traffic;
import io.labnet.dns.transfer.Office;
import io.labnet.dns.transfer.OurAddress;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import io.labnet.dns.zone.Zones;
import io.labnet.network.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;

/** The rooms of the service, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DnsSettings.class, ListenerSettings.class, WorldSettings.class})
class DnsWiring {
    private static final int DNS_PORT = 53;
    private static final String REVERSE = "{{reverse}}";

    private final DnsSettings settings;
    private final WorldSettings world;
    private final Name reverse;
    private final List<DnsSettings.Server> servers;
    private final int port;

    DnsWiring(DnsSettings settings, LabSettings lab, WorldSettings world) {
        this.settings = settings;
        this.world = world;
        this.reverse = reverse(Network.parse(world.networks().getFirst()));
        this.servers =
                settings.servers().stream().filter(server -> world.runs(server.name())).toList();
        this.port = lab.port(DNS_PORT);
    }

    // RFC 1035 section 3.5; the labels of a reverse zone are whole octets.
    private static Name reverse(Network network) {
        var octets = ReverseMap.fromAddress(network.address());
        return new Name(octets, (Integer.SIZE - network.prefixBits() + 7) / Byte.SIZE);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ZoneFiles zoneFiles(LabSettings lab) {
        return new ZoneFiles(folder(lab), new ZoneTemplate(world.hosts(), reverse));
    }

    private static Path folder(LabSettings lab) {
        return lab.dataDir().resolve("dns").resolve("zones");
    }

    @Bean
    Zones zones(ZoneFiles files, SignedZones signed, RecordCache cache, TransferSettings transfer)
            throws ZoneFault {
        var zones = new Zones(files, signed);
        var copies = new HashSet<Name>();
        transfer.secondaries().forEach(secondary -> copies.add(name(secondary.zone())));
        var origins = new HashSet<Name>();
        servers.forEach(server -> origins.addAll(names(server.zones())));
        for (var origin : origins) {
            if (copies.contains(origin)) {
                zones.loadSecondary(origin);
            } else {
                zones.load(origin);
            }
        }
        zones.watch((zone, owner) -> forget(cache, zone, owner));
        return zones;
    }

    // Whoever changes a zone here wants to see it here at once, so the resolver of the same
    // process forgets what it knew about the name; also below it, for the change may be a zone
    // cut or a wildcard, and above it, where nothing may have existed until now. Resolvers of
    // other processes learn of it when their TTLs have passed, as in any DNS.
    static void forget(RecordCache cache, Zone zone, Name owner) {
        var top = owner.isWild() ? new Name(owner, 1) : owner;
        cache.flush(kept ->
                kept.name().subdomain(top)
                        || (top.subdomain(kept.name()) && kept.name().subdomain(zone.origin())));
    }

    @Bean
    Hosting hosting(LabSettings lab, Zones zones) throws ZoneFault {
        return new Hosting(folder(lab).resolve("created-zones"), zones, served());
    }

    @Bean
    Certificates certificates(LabSettings lab, Clock clock) {
        return new Certificates(lab, world, clock);
    }

    @Bean
    ServedZones servedZones(Zones zones) {
        return new ServedZones(zones);
    }

    @Bean
    OurAddress ourAddress(Hosting hosting) {
        return (origin, peer) ->
                hosting.servers().stream()
                        .filter(server -> hosting.zones(server).contains(origin))
                        .map(world::listenAt)
                        .filter(ours -> !ours.isAnyLocalAddress())
                        .filter(ours -> ours.isLoopbackAddress() == peer.isLoopbackAddress())
                        .findFirst()
                        .orElse(null);
    }

    @Bean
    DnsListeners dnsListeners(
            Zones zones,
            Hosting hosting,
            Office office,
            Policies policies,
            Resolver resolver,
            RecursingServers recursing,
            Certificates certificates,
            Traffic traffic,
            ListenerSettings listeners,
            LabSettings lab,
            Clock clock)
            throws IOException {
        var sites = new ArrayList<Site>();
        var clients = settings.resolver().clients().stream().map(Network::parse).toList();
        var addresses = new HashSet<InetAddress>();
        for (var server : hosting.servers()) {
            var address = world.listenAt(server);
            if (addresses.add(address)) {
                var origins = hosting.zones(server);
                var authority = new Authority(origins, zones::zone);
                var service =
                        new AuthoritativeService(
                                authority,
                                zones::generation,
                                policies,
                                isAny(address, DnsSettings.Server::clientSubnet));
                var maintenance = office.of(origins, service);
                var name = id(address);
                var asks = isAny(address, DnsSettings.Server::recursive);
                sites.add(
                        new Site(
                                at(address),
                                asks ? recursing.around(name, service, clients) : service,
                                name,
                                maintenance,
                                hasTls(address) ? certificates.encryption(name) : null));
            }
        }
        if (runsResolver()) {
            var service = new RecursiveService(resolver, clients, traffic);
            var name = settings.resolver().name();
            var address = world.listenAt(name);
            if (!addresses.add(address)) {
                throw new IllegalArgumentException(
                        "labnet.dns: %s and an authoritative server would both listen at %s"
                                .formatted(name, address.getHostAddress()));
            }
            var encryption = settings.resolver().tls() ? certificates.encryption(name) : null;
            sites.add(new Site(at(address), service, name, null, encryption));
        }
        var limits = listeners.limits(settings.tcpIdle());
        var secret = CookieSecret.of(lab.dataDir().resolve("dns").resolve("cookie-secret"));
        return new DnsListeners(
                () -> new NameServers(sites, limits, secret, traffic, clock), certificates);
    }

    // Where several servers listen at one address, they are one, named for the first of them.
    private String id(InetAddress address) {
        return servers.stream()
                .map(DnsSettings.Server::name)
                .filter(name -> world.listenAt(name).equals(address))
                .findFirst()
                .orElseThrow();
    }

    private boolean hasTls(InetAddress address) {
        return isAny(address, DnsSettings.Server::tls);
    }

    private boolean isAny(InetAddress address, Predicate<DnsSettings.Server> what) {
        return servers.stream()
                .filter(what)
                .anyMatch(server -> world.listenAt(server.name()).equals(address));
    }

    // In a container all of its name servers listen at the one address: there they are one.
    private Map<String, Set<Name>> served() {
        var addresses = new HashMap<InetAddress, Set<Name>>();
        var served = new LinkedHashMap<String, Set<Name>>();
        for (var server : servers) {
            var zones =
                    addresses.computeIfAbsent(
                            world.listenAt(server.name()), _ -> ConcurrentHashMap.newKeySet());
            zones.addAll(names(server.zones()));
            served.put(server.name(), zones);
        }
        return served;
    }

    private boolean runsResolver() {
        return settings.resolver().enabled() && world.runs(settings.resolver().name());
    }

    @Bean
    Recursion recursion() {
        return new Recursion(runsResolver());
    }

    @Bean
    List<ServerView> serverViews() {
        var views = new ArrayList<ServerView>();
        for (var server : servers) {
            var zones = names(server.zones()).stream().map(Names::text).toList();
            var address = world.listenAt(server.name());
            var asks = isAny(address, DnsSettings.Server::recursive);
            views.add(view(server.name(), asks ? "recursing" : "authoritative", zones));
        }
        if (runsResolver()) {
            views.add(view(settings.resolver().name(), "recursive", List.of()));
        }
        return views;
    }

    private ServerView view(String name, String role, List<String> zones) {
        return new ServerView(name, world.address(name).getHostAddress(), port, role, zones);
    }

    private InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, port);
    }

    private List<Name> names(List<String> texts) {
        return texts.stream().map(text -> text.equals(REVERSE) ? reverse : name(text)).toList();
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException malformed) {
            throw new IllegalArgumentException(
                    "labnet.dns names \"" + text + "\", which is no domain name", malformed);
        }
    }
}
