package io.labnet.webcache.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.network.Network;
import io.labnet.stub.StubResolver;
import io.labnet.trace.Trace;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.proxy.ClientLimits;
import io.labnet.webcache.proxy.Counts;
import io.labnet.webcache.proxy.Parts;
import io.labnet.webcache.proxy.ProxyServer;
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
    ObjectStore store(WebCacheSettings settings, Clock clock) {
        var bytes = settings.store().toBytes();
        return new ObjectStore(
                new ObjectStore.Limits(bytes, settings.object().toBytes(), bytes), clock);
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
                        settings.networks().stream().map(Network::parse).toList(),
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
    ProxyServer proxyServer(
            WebCacheSettings settings,
            ObjectStore store,
            Upstream upstream,
            MeterRegistry meters,
            Trace trace,
            Clock clock) {
        var parts =
                new Parts(
                        settings.pseudonym(),
                        limits(settings),
                        new Discretion(settings.targets(), settings.negative(), settings.explain()),
                        store,
                        new Flights(),
                        upstream,
                        new Counts(meters, store),
                        trace,
                        clock);
        var address = new InetSocketAddress(settings.address(), settings.port());
        return new ProxyServer(parts, address);
    }

    @Bean
    ProxyLifecycle proxyLifecycle(ProxyServer server) {
        return new ProxyLifecycle(server);
    }

    private static ClientLimits limits(WebCacheSettings settings) {
        return new ClientLimits(
                settings.clients(),
                settings.tunnels(),
                settings.clientIdle(),
                settings.clientStall(),
                settings.collapse(),
                (int) settings.line().toBytes(),
                (int) settings.head().toBytes());
    }
}
