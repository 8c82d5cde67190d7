package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.dns.admin.DomainSales;
import io.labnet.dns.admin.Withdrawal;
import io.labnet.dns.delegation.AgentMeters;
import io.labnet.dns.delegation.AgentTerms;
import io.labnet.dns.delegation.CdsRules;
import io.labnet.dns.delegation.DelegationSigners;
import io.labnet.dns.delegation.ParentalAgent;
import io.labnet.dns.dnssec.RootAnchor;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.dnssec.Validity;
import io.labnet.dns.server.TcpChildApexes;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.Zones;
import io.labnet.network.Network;
import io.labnet.stub.Lookup;
import io.labnet.stub.StubResolver;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Signing, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DnssecSettings.class)
class DnssecWiring {
    private static final int DNS_PORT = 53;
    private static final Duration JITTER = Duration.ofDays(1);

    private final DnssecSettings settings;

    DnssecWiring(DnssecSettings settings) {
        this.settings = settings;
    }

    @Bean
    SignedZones signedZones(LabSettings lab, Clock clock) throws ZoneFault {
        var lifetime = settings.lifetime();
        var jitter = JITTER.compareTo(lifetime.dividedBy(10)) < 0 ? JITTER : lifetime.dividedBy(10);
        return new SignedZones(
                lab.dataDir().resolve("dns").resolve("dnssec"),
                new Validity(lifetime, settings.renewal(), jitter),
                clock,
                settings.zonemd());
    }

    // Before anybody is answered, so that nobody sees a zone half signed; with all of its zones.
    @Bean
    SigningLife signingLife(SignedZones signed, Zones zones, Hosting hosting) {
        if (settings.sign() == DnssecSettings.Sign.ALL) {
            signed.signAll(zones);
        }
        if (!settings.anchorFile().isEmpty()) {
            new RootAnchor(Path.of(settings.anchorFile()), zones, signed).start();
        }
        return new SigningLife(signed, zones, settings.checkEvery());
    }

    @Bean
    Withdrawal withdrawal() {
        return new Withdrawal(settings.withdrawal());
    }

    @Bean
    DelegationSigners delegationSigners(Zones zones, DomainSales sales) {
        return new DelegationSigners(zones, sales.registrar());
    }

    @Bean
    ParentalAgent parentalAgent(
            Zones zones,
            SignedZones signed,
            DelegationSigners signers,
            StubResolver others,
            DnsSettings dns,
            LabSettings lab,
            Clock clock,
            MeterRegistry meters) {
        var cds = settings.cds();
        var first = cds.acceptFirst().stream().map(Network::parse).toList();
        var means =
                new ParentalAgent.Means(
                        new TcpChildApexes(lab.port(DNS_PORT), cds.timeout()),
                        host -> addresses(others, host),
                        signers,
                        new CdsRules(first, dns.resolver().validation().clockSkew()),
                        new AgentTerms(cds.every()),
                        new AgentMeters(meters));
        var agent = new ParentalAgent(zones, signed, means, clock);
        zones.watch(agent::changed);
        return agent;
    }

    private static List<InetAddress> addresses(StubResolver others, Name host) {
        var found = new ArrayList<InetAddress>();
        for (var type : List.of(Type.A, Type.AAAA)) {
            if (others.records(host, type) instanceof Lookup.Found<Record>(var records)) {
                for (var record : records) {
                    switch (record) {
                        case ARecord a -> found.add(a.getAddress());
                        case AAAARecord aaaa -> found.add(aaaa.getAddress());
                        default -> {}
                    }
                }
            }
        }
        return found;
    }

    // After the listeners: what a child wishes may have to go through our own, as an update.
    @Bean
    AgentLife agentLife(ParentalAgent agent, DnsListeners listeners) {
        return new AgentLife(agent, settings.cds().enabled());
    }
}
