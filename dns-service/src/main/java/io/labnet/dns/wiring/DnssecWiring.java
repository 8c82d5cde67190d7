package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.dnssec.Validity;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.Zones;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Signing, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DnssecSettings.class)
class DnssecWiring {
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
                clock);
    }

    // Before anybody is answered, so that nobody sees a zone half signed; with all of its zones.
    @Bean
    SigningLife signingLife(SignedZones signed, Zones zones, Hosting hosting) {
        if (settings.sign() == DnssecSettings.Sign.ALL) {
            signed.signAll(zones);
        }
        return new SigningLife(signed, zones, settings.checkEvery());
    }
}
