package io.labnet.origin.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.origin.access.AccessLog;
import io.labnet.origin.answer.Origin;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.content.SmallFiles;
import io.labnet.origin.server.OriginServer;
import io.labnet.origin.site.Sites;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the rooms together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OriginSettings.class, WorldSettings.class})
class OriginWiring {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SiteFolders siteFolders(OriginSettings settings, LabSettings lab) throws IOException {
        var data = lab.dataDir().resolve("web-origin").toAbsolutePath();
        var folders = new SiteFolders(data, settings.uploadMax().toBytes());
        folders.tidy();
        return folders;
    }

    @Bean
    Sites sites(OriginSettings settings, SiteFolders folders, WorldSettings world, Clock clock)
            throws IOException {
        var memory =
                new SmallFiles(
                        settings.memory().total().toBytes(),
                        Math.toIntExact(settings.memory().file().toBytes()));
        return new World(settings, world.hosts(), folders, memory, clock).sites();
    }

    @Bean
    AccessLog accessLog(OriginSettings settings) {
        return new AccessLog(settings.requestsKept());
    }

    @Bean
    OriginServer originServer(
            OriginSettings settings,
            LabSettings lab,
            Sites sites,
            Trace trace,
            AccessLog log,
            MeterRegistry meters,
            Clock clock) {
        var origin = new Origin(sites, clock);
        var server =
                new OriginServer(origin, settings.limits().server(), trace, log, meters, clock);
        var port = lab.port(settings.port());
        server.start(
                settings.addresses().stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList());
        return server;
    }
}
