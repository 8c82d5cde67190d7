package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.dns.admin.DomainSales;
import io.labnet.dns.registrar.Register;
import io.labnet.dns.registrar.Registrar;
import io.labnet.dns.registrar.Whois;
import io.labnet.dns.server.TldRegistry;
import io.labnet.dns.server.WhoisProtocol;
import io.labnet.dns.transfer.KeyFile;
import io.labnet.dns.transfer.TsigKeys;
import io.labnet.line.LineLimits;
import io.labnet.line.LineListener;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.xbill.DNS.Name;

/** The registrar, where this process serves domains below which names are for sale. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistrarSettings.class)
class RegistrarWiring {
    private static final int DNS_PORT = 53;
    private static final int WHOIS_PORT = 43;
    private static final Duration TLD_PATIENCE = Duration.ofSeconds(2);
    // A line holds the longest name, its final dot and some blanks.
    private static final LineLimits WHOIS_LIMITS =
            new LineLimits(256, 64, 16, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final RegistrarSettings settings;
    private final LabSettings lab;
    // Where the server of each domain that is for sale listens.
    private final Map<Name, InetAddress> forSale = new LinkedHashMap<>();

    RegistrarWiring(
            RegistrarSettings settings, DnsSettings dns, LabSettings lab, WorldSettings world) {
        this.settings = settings;
        this.lab = lab;
        for (var domain : settings.enabled() ? settings.domains() : List.<String>of()) {
            dns.servers().stream()
                    .filter(server -> server.zones().contains(domain) && world.runs(server.name()))
                    .findFirst()
                    .ifPresent(server ->
                            forSale.put(DnsWiring.name(domain), world.listenAt(server.name())));
        }
    }

    @Bean
    DomainSales domainSales(TsigKeys keys, Clock clock, MeterRegistry meters) throws IOException {
        if (forSale.isEmpty()) {
            return new DomainSales(null);
        }
        var servers = new LinkedHashMap<Name, InetSocketAddress>();
        forSale.forEach((domain, address) -> servers.put(domain, reached(address)));
        var register = new Register(lab.dataDir().resolve("dns").resolve("registrations.jsonl"));
        var key = keys.required(DnsWiring.name(KeyFile.NAME)).tsig();
        var registry = new TldRegistry(servers, key, TLD_PATIENCE);
        var registrar = new Registrar(register, registry, List.copyOf(servers.keySet()), clock);
        Gauge.builder("labnet.dns.registrations", registrar, Registrar::size).register(meters);
        return new DomainSales(registrar);
    }

    private InetSocketAddress reached(InetAddress listening) {
        var address = listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        return new InetSocketAddress(address, lab.port(DNS_PORT));
    }

    // What a crash left half done is undone at the start, by asking these.
    @DependsOn("dnsListeners")
    @Bean
    @Nullable RegistrarLife registrarLife(
            DomainSales sales, Clock clock, Trace trace, MeterRegistry meters) {
        var registrar = sales.registrar();
        if (registrar == null) {
            return null;
        }
        var protocol = new WhoisProtocol(new Whois(registrar), clock, trace, meters);
        var listeners =
                forSale.values().stream()
                        .distinct()
                        .map(address -> new InetSocketAddress(address, lab.port(WHOIS_PORT)))
                        .map(at -> new LineListener("dns-whois", at, WHOIS_LIMITS, protocol, null))
                        .toList();
        var life = new RegistrarLife(listeners, registrar, settings.tidyEvery());
        Gauge.builder("labnet.dns.whois-connections", life, RegistrarLife::whoisConnections)
                .register(meters);
        return life;
    }
}
