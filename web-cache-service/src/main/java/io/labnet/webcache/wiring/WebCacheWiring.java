package io.labnet.webcache.wiring;

import io.labnet.accesslog.AccessFile;
import io.labnet.accesslog.AccessLog;
import io.labnet.admin.LabSettings;
import io.labnet.network.Network;
import io.labnet.stub.StubResolver;
import io.labnet.trace.Trace;
import io.labnet.webcache.access.Access;
import io.labnet.webcache.access.Ledger;
import io.labnet.webcache.access.Tallies;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.ProxyUsers;
import io.labnet.webcache.edge.Door;
import io.labnet.webcache.edge.Siblings;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.link.AccessLink;
import io.labnet.webcache.link.History;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.proxy.ClientLimits;
import io.labnet.webcache.proxy.Counts;
import io.labnet.webcache.proxy.Parts;
import io.labnet.webcache.proxy.ProxyServer;
import io.labnet.webcache.store.DiskLimits;
import io.labnet.webcache.store.Flights;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.store.StoreMeters;
import io.labnet.webcache.upstream.Destinations;
import io.labnet.webcache.upstream.Guard;
import io.labnet.webcache.upstream.Names;
import io.labnet.webcache.upstream.OriginLimits;
import io.labnet.webcache.upstream.Routes;
import io.labnet.webcache.upstream.Trust;
import io.labnet.webcache.upstream.Upstream;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the proxy together; the one place that knows all rooms. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebCacheSettings.class)
class WebCacheWiring {
    private static final int DNS_PORT = 53;
    private static final int WAITING_PER_ORIGIN = 1024;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ObjectStore store(WebCacheSettings settings, LabSettings lab, Clock clock) {
        var bytes = settings.store().toBytes();
        return new ObjectStore(
                new ObjectStore.Limits(bytes, settings.object().toBytes(), bytes),
                Optional.of(disk(settings, lab)).filter(disk -> disk.totalBytes() > 0),
                discretion(settings),
                clock);
    }

    private static Discretion discretion(WebCacheSettings settings) {
        return new Discretion(settings.targets(), settings.negative(), settings.explain());
    }

    private static DiskLimits disk(WebCacheSettings settings, LabSettings lab) {
        return new DiskLimits(
                lab.dataDir().resolve(lab.noun()).toAbsolutePath(),
                settings.disk().toBytes(),
                settings.diskObject().toBytes(),
                settings.diskSegment().toBytes(),
                settings.diskQueue().toBytes(),
                settings.diskIndex().toBytes());
    }

    @Bean
    Names names(WebCacheSettings settings, LabSettings lab, Clock clock) {
        var resolver = new InetSocketAddress(settings.resolver(), lab.port(DNS_PORT));
        return new StubResolver(resolver, settings.resolverTimeout(), clock)::addresses;
    }

    @Bean
    Routes routes(WebCacheSettings settings, Names names) {
        var destinations =
                new Destinations(
                        networks(settings.networks()),
                        settings.refusedPorts(),
                        settings.tunnelPorts());
        var own = new InetSocketAddress(settings.address(), settings.port());
        return new Routes(names, destinations, own);
    }

    @Bean
    Upstream upstream(
            WebCacheSettings settings,
            EdgeSettings edge,
            Routes routes,
            Trust trust,
            Trace trace,
            Guard guard,
            Sites sites,
            Siblings siblings,
            Clock clock) {
        var limits =
                new OriginLimits(
                        settings.originConnections(),
                        WAITING_PER_ORIGIN,
                        settings.originIdle(),
                        settings.originConnect(),
                        edge.originFirstByte(),
                        settings.originSilence(),
                        (int) settings.head().toBytes());
        return new Upstream(routes, limits, trust, trace, guard, sites, siblings, clock);
    }

    @Bean
    AccessLog<Access> accessLog(WebCacheSettings settings) {
        return new AccessLog<>(settings.accessLog(), List.of());
    }

    @Bean
    Tallies tallies(MeterRegistry meters) {
        return new Tallies(meters);
    }

    @Bean
    Ledger ledger(
            WebCacheSettings settings,
            LabSettings lab,
            AccessLog<Access> log,
            Tallies all,
            Clock clock) {
        return new Ledger(log, all, accessFile(settings, lab), clock);
    }

    private static @Nullable AccessFile<Access> accessFile(
            WebCacheSettings settings, LabSettings lab) {
        if (settings.accessFile().isEmpty()) {
            return null;
        }
        var file = lab.dataDir().resolve("web-cache").resolve(settings.accessFile());
        AccessFile.make(file);
        // This one and the one before it share what there may be.
        var bytesMax = settings.accessFileSize().toBytes() / 2;
        return new AccessFile<>(file, settings.accessForm()::line, bytesMax, 1);
    }

    @Bean
    AccessLink accessLink(WebCacheSettings settings) {
        return new AccessLink(settings.accessLink(), settings.lan());
    }

    @Bean
    History history() {
        return new History();
    }

    @Bean
    ProxyServer proxyServer(
            WebCacheSettings settings, Parts parts, History history, Tallies tallies, Clock clock) {
        var address = new InetSocketAddress(settings.address(), settings.port());
        return new ProxyServer(
                parts,
                settings.transport(),
                address,
                () -> history.note(clock.instant(), tallies.totals()));
    }

    @Bean
    Parts parts(
            WebCacheSettings settings,
            ObjectStore store,
            Upstream upstream,
            MeterRegistry meters,
            Ledger ledger,
            Trace trace,
            Clock clock) {
        StoreMeters.register(meters, store);
        return new Parts(
                settings.pseudonym(),
                new Door.OfTheProxy(),
                admission(settings),
                limits(settings),
                discretion(settings),
                store,
                new Flights<>(),
                upstream,
                new Counts(meters, store),
                ledger,
                trace,
                clock);
    }

    @Bean
    ProxyLifecycle proxyLifecycle(
            WebCacheSettings settings,
            EdgeSettings edge,
            ProxyServer server,
            Parts parts,
            ProxyCertificate own,
            EdgeCertificates certificates) {
        var servers = new ArrayList<>(List.of(server));
        if (settings.tlsPort() != 0) {
            own.begin();
            var door = new InetSocketAddress(settings.address(), settings.tlsPort());
            servers.add(new ProxyServer(parts, settings.transport(), door, own));
        }
        if (edge.edgePort() != 0) {
            var door = new InetSocketAddress(settings.address(), edge.edgePort());
            servers.add(new ProxyServer(parts.atTheEdge(), settings.transport(), door, () -> {}));
        }
        if (edge.edgeTlsPort() != 0) {
            certificates.begin();
            var door = new InetSocketAddress(settings.address(), edge.edgeTlsPort());
            servers.add(
                    new ProxyServer(parts.atTheEdge(), settings.transport(), door, certificates));
        }
        return new ProxyLifecycle(servers);
    }

    private static Admission admission(WebCacheSettings settings) {
        return new Admission(
                networks(settings.clientNetworks()),
                networks(settings.purgeNetworks()),
                new ProxyUsers(settings.users()),
                settings.trace());
    }

    private static List<Network> networks(List<String> blocks) {
        return blocks.stream().map(Network::parse).toList();
    }

    private static ClientLimits limits(WebCacheSettings settings) {
        return new ClientLimits(
                settings.clients(),
                settings.tunnels(),
                settings.streams(),
                settings.clientIdle(),
                settings.clientGrace(),
                settings.clientStall(),
                settings.clientRate().toBytes(),
                new ClientLimits.Collapse(
                        settings.collapse(), settings.collapseUnknown(), settings.collapseBeside()),
                (int) settings.line().toBytes(),
                (int) settings.head().toBytes());
    }
}
