package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.dns.server.QueryLog;
import io.labnet.dns.server.Traffic;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How it is told what was asked and answered. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueryLogSettings.class)
class TrafficWiring {
    @Bean
    @Nullable QueryLog queryLog(
            QueryLogSettings settings, LabSettings lab, Clock clock, MeterRegistry meters) {
        var file = lab.dataDir().resolve("dns").resolve("queries.jsonl");
        return settings.enabled()
                ? new QueryLog(file, settings.size().toBytes(), settings.files(), clock, meters)
                : null;
    }

    @Bean
    Traffic traffic(MeterRegistry meters, Trace trace, @Nullable QueryLog log) {
        return new Traffic(meters, trace, log);
    }
}
