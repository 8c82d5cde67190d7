package io.labnet.dns.wiring;

import io.labnet.dns.admin.PoliciesInForce;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.policy.HealthWatch;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.policy.PolicyFiles;
import io.labnet.dns.server.TcpProbe;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.Zones;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who is told what of a set of records, put together. */
@Configuration(proxyBeanMethods = false)
class PolicyWiring {
    @Bean
    HealthWatch healthWatch(Clock clock, MeterRegistry meters) {
        var checks = meters.counter("labnet.dns.health-checks");
        var watch = new HealthWatch(new TcpProbe(), clock, _ -> checks.increment());
        Gauge.builder("labnet.dns.addresses-down", watch, HealthWatch::down).register(meters);
        return watch;
    }

    @Bean
    Policies policies(
            ZoneFiles files,
            Zones zones,
            Hosting hosting,
            HealthWatch watch,
            DnsSettings settings,
            MeterRegistry meters)
            throws ZoneFault {
        var policies =
                new Policies(
                        new PolicyFiles(files),
                        zones::zone,
                        watch,
                        settings.rotation(),
                        bound -> ThreadLocalRandom.current().nextInt(bound));
        for (var server : hosting.servers()) {
            for (var origin : hosting.zones(server)) {
                policies.load(origin);
            }
        }
        zones.watch((zone, _) -> {
            if (zones.held(zone.origin()) == null) {
                policies.forget(zone.origin());
            } else {
                policies.changed(zone);
            }
        });
        Gauge.builder("labnet.dns.policies", policies, Policies::size).register(meters);
        return policies;
    }

    // As with a change of a zone, the resolver of the same process forgets what it was told.
    @Bean
    PoliciesInForce policiesInForce(Policies policies, RecordCache cache) {
        return new PoliciesInForce(policies, (zone, owner) -> DnsWiring.forget(cache, zone, owner));
    }
}
