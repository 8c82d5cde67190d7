package io.labnet.webcache.wiring;

import io.labnet.webcache.edge.Siblings;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.upstream.Guard;
import io.labnet.webcache.upstream.HealthChecks;
import io.labnet.webcache.upstream.Upstream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what makes the proxy an edge: its sites, its siblings, the care of origins. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EdgeSettings.class)
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

    @Bean(initMethod = "start")
    HealthChecks healthChecks(Upstream upstream, WebCacheSettings settings) {
        return new HealthChecks(upstream, settings.pseudonym());
    }
}
