package io.labnet.webcache.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.ca.CertificateAuthority;
import io.labnet.webcache.edge.Siblings;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.upstream.Guard;
import io.labnet.webcache.upstream.HealthChecks;
import io.labnet.webcache.upstream.Trust;
import io.labnet.webcache.upstream.Upstream;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what makes the proxy an edge: its sites, its siblings, the care of origins. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EdgeSettings.class, WorldSettings.class})
class EdgeWiring {
    private static final int CALLS = 20;
    private static final int CALLS_MIN = 5;

    @Bean
    Sites sites(EdgeSettings settings) {
        return new Sites(settings.sites().stream().map(EdgeSettings.SiteSettings::site).toList());
    }

    @Bean
    Siblings siblings(EdgeSettings settings, WebCacheSettings own) {
        var others =
                settings.siblings().stream().map(EdgeSettings.SiblingSettings::sibling).toList();
        return Siblings.of(own.pseudonym(), settings.siblingWeight(), others);
    }

    @Bean
    Guard guard(EdgeSettings settings) {
        return new Guard(
                settings.originRequests(),
                settings.originQueue(),
                settings.originFailures(),
                CALLS,
                CALLS_MIN,
                settings.originRest(),
                settings.standIn());
    }

    @Bean
    CertificateAuthority authority(LabSettings lab, WorldSettings world, Clock clock) {
        return CertificateAuthority.in(
                lab.dataDir(), world.hosts().keySet(), world.networks(), clock);
    }

    @Bean
    Trust trust(CertificateAuthority authority, EdgeSettings settings) {
        return new Trust(new OriginAuthorities(authority, settings.originAuthorities()));
    }

    @Bean
    EdgeCertificates edgeCertificates(
            CertificateAuthority authority, Sites sites, LabSettings lab, Clock clock) {
        var folder = lab.dataDir().resolve(lab.noun()).resolve("certificates");
        return new EdgeCertificates(sites, authority, folder, clock);
    }

    @Bean
    ProxyCertificate proxyCertificate(
            CertificateAuthority authority, WebCacheSettings own, LabSettings lab, Clock clock) {
        var address = new InetSocketAddress(own.address(), own.tlsPort()).getAddress();
        var folder = lab.dataDir().resolve(lab.noun()).resolve("certificate");
        return new ProxyCertificate(own.pseudonym(), address, authority, folder, clock);
    }

    @Bean(initMethod = "start")
    HealthChecks healthChecks(Upstream upstream, WebCacheSettings settings) {
        return new HealthChecks(upstream, settings.pseudonym());
    }
}
