package io.labnet.origin.wiring;

import io.labnet.accesslog.AccessFile;
import io.labnet.accesslog.AccessLog;
import io.labnet.admin.LabSettings;
import io.labnet.origin.access.Access;
import io.labnet.origin.access.SiteTraffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what is told of each request. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
class AccessWiring {
    @Bean
    SiteTraffic siteTraffic(MeterRegistry meters) {
        return new SiteTraffic(meters);
    }

    @Bean
    @ConditionalOnProperty("labnet.web-origin.access-log.file")
    AccessFile<Access> accessFile(AccessSettings settings, LabSettings lab, MeterRegistry meters) {
        var file =
                new AccessFile<Access>(
                        settings.in(lab.dataDir()),
                        settings.format()::line,
                        settings.sizeMax().toBytes(),
                        settings.olderMax());
        FunctionCounter.builder("labnet.web-origin.access-lines-lost", file, AccessFile::lost)
                .register(meters);
        return file;
    }

    @Bean
    AccessLog<Access> accessLog(OriginSettings settings, List<Consumer<Access>> listeners) {
        return new AccessLog<>(settings.requestsKept(), listeners);
    }
}
