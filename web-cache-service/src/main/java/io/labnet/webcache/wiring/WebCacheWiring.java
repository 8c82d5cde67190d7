package io.labnet.webcache.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.network.Network;
import io.labnet.stub.StubResolver;
import io.labnet.trace.Trace;
import io.labnet.webcache.access.AccessFile;
import io.labnet.webcache.access.AccessLog;
import io.labnet.webcache.access.Ledger;
import io.labnet.webcache.access.Tallies;
import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.admission.ProxyUsers;
import io.labnet.webcache.link.AccessLink;
import io.labnet.webcache.link.History;
import io.labnet.webcache.proxy.ClientLimits;
import io.labnet.webcache.proxy.Counts;
import io.labnet.webcache.proxy.Parts;
import io.labnet.webcache.proxy.ProxyServer;
import io.labnet.webcache.store.FillingSpace;
import io.labnet.webcache.store.Flights;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.upstream.Destinations;
import io.labnet.webcache.upstream.Names;
import io.labnet.webcache.upstream.OriginLimits;
import io.labnet.webcache.upstream.Routes;
import io.labnet.webcache.upstream.Upstream;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
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
    ObjectStore store(WebCacheSettings settings) {
        return new ObjectStore(settings.store().toBytes());
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
    Upstream upstream(WebCacheSettings settings, Routes routes, Trace trace) {
        var limits =
                new OriginLimits(
                        settings.originConnections(),
                        WAITING_PER_ORIGIN,
                        settings.originIdle(),
                        settings.originConnect(),
                        settings.originSilence(),
                        (int) settings.head().toBytes());
        return new Upstream(routes, limits, trace);
    }

    @Bean
    AccessLog accessLog(WebCacheSettings settings) {
        return new AccessLog(settings.accessLog());
    }

    @Bean
    Tallies tallies(MeterRegistry meters) {
        return new Tallies(meters);
    }

    @Bean
    Ledger ledger(
            WebCacheSettings settings, LabSettings lab, AccessLog log, Tallies all, Clock clock) {
        var name = settings.accessFile();
        var file =
                name.isEmpty()
                        ? null
                        : new AccessFile(
                                lab.dataDir().resolve("web-cache").resolve(name),
                                settings.accessForm(),
                                settings.accessFileSize().toBytes());
        return new Ledger(log, all, file, clock);
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
                parts, address, () -> history.note(clock.instant(), tallies.totals()));
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
        return new Parts(
                settings.pseudonym(),
                admission(settings),
                limits(settings),
                store,
                new FillingSpace(settings.store().toBytes(), (int) settings.object().toBytes()),
                new Flights(),
                upstream,
                new Counts(meters, store),
                ledger,
                trace,
                clock);
    }

    @Bean
    ProxyLifecycle proxyLifecycle(ProxyServer server) {
        return new ProxyLifecycle(server);
    }

    private static Admission admission(WebCacheSettings settings) {
        return new Admission(
                networks(settings.clientNetworks()),
                networks(settings.purgeNetworks()),
                new ProxyUsers(settings.users()));
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
                settings.collapse(),
                (int) settings.line().toBytes(),
                (int) settings.head().toBytes());
    }
}
