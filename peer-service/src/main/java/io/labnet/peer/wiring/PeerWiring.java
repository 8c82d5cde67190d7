package io.labnet.peer.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.peer.house.AddressPool;
import io.labnet.peer.house.DemoSeed;
import io.labnet.peer.house.PeerHouse;
import io.labnet.peer.house.Surroundings;
import io.labnet.peer.http.AllowedNetworks;
import io.labnet.peer.http.Http;
import io.labnet.peer.session.Wiretap;
import io.labnet.stub.StubResolver;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the rooms of the peer-service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PeerSettings.class)
class PeerWiring {
    private static final Duration PUBLISH_EVERY = Duration.ofMinutes(1);

    @Bean
    AllowedNetworks allowedNetworks(PeerSettings settings) {
        return new AllowedNetworks(settings.allowedNetworks());
    }

    @Bean
    Http http(PeerSettings settings, LabSettings lab, AllowedNetworks allowed) {
        var dns = settings.dns();
        var server = new InetSocketAddress(dns.address(), lab.port(dns.port()));
        var resolver = new StubResolver(server, dns.timeout(), Clock.systemUTC());
        return new Http(new LabHosts(resolver), allowed);
    }

    @Bean
    PeerHouse peerHouse(
            PeerSettings settings,
            LabSettings lab,
            Http http,
            AllowedNetworks allowed,
            Trace trace,
            MeterRegistry meters) {
        var pool = new AddressPool(settings.firstAddress(), settings.most(), settings.port());
        var wiretap = new Wiretap(trace, address -> isOurs(address, settings));
        var counts = new PeerMeters(meters);
        var house =
                new PeerHouse(
                        lab.dataDir().resolve(lab.noun()),
                        pool,
                        settings.contentBytesMax(),
                        new Surroundings(http, allowed, wiretap, counts));
        counts.watch(house);
        return house;
    }

    // By its number, so that the wiretap, which sees every message, need ask nobody.
    private static boolean isOurs(InetAddress address, PeerSettings settings) {
        var first = settings.firstAddress().getAddress();
        var theirs = address.getAddress();
        if (theirs.length != first.length) {
            return false;
        }
        var number = ByteBuffer.wrap(theirs).getInt() - ByteBuffer.wrap(first).getInt();
        return (number >= 0 && number < settings.most())
                || address.equals(settings.seed().address());
    }

    @Bean
    DemoSeed demoSeed(PeerSettings settings, PeerHouse house, Http http) {
        var seed = settings.seed();
        return new DemoSeed(
                new DemoSeed.Demo(
                        new InetSocketAddress(seed.address(), settings.port()),
                        seed.announce(),
                        seed.publish(),
                        seed.lengthBytes(),
                        seed.pieceLengthBytes(),
                        PUBLISH_EVERY),
                house,
                http);
    }

    @Bean
    PeerLifecycle peerLifecycle(PeerSettings settings, PeerHouse house, DemoSeed seed) {
        return new PeerLifecycle(house, settings.seed().enabled() ? seed : null);
    }

    /** Ready is who can be downloaded from: the torrent is published, the seed announced. */
    @Bean
    HealthIndicator seedHealthIndicator(PeerSettings settings, DemoSeed seed) {
        return () -> {
            var problem = settings.seed().enabled() ? seed.problem() : "";
            return problem.isEmpty()
                    ? Health.up().build()
                    : Health.outOfService().withDetail("problem", problem).build();
        };
    }
}
