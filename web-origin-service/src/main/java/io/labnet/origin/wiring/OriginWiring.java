package io.labnet.origin.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.origin.access.AccessLog;
import io.labnet.origin.answer.Origin;
import io.labnet.origin.answer.Program;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.content.SmallFiles;
import io.labnet.origin.course.Search;
import io.labnet.origin.course.Teapot;
import io.labnet.origin.course.Upload;
import io.labnet.origin.server.OriginServer;
import io.labnet.origin.site.Sites;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
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
    World world(OriginSettings settings, SiteFolders folders, WorldSettings world, Clock clock) {
        var memory =
                new SmallFiles(
                        settings.memory().total().toBytes(),
                        Math.toIntExact(settings.memory().file().toBytes()));
        return new World(settings, world.hosts(), folders, memory, clock);
    }

    @Bean
    Sites sites(World world) throws IOException {
        return world.sites();
    }

    @Bean
    Program search() {
        return new Search();
    }

    @Bean
    Program upload() {
        return new Upload();
    }

    @Bean
    Program teapot() {
        return new Teapot();
    }

    /** All programs go by the names of their beans. */
    @Bean
    Origin origin(
            Sites sites,
            OriginSettings settings,
            SiteFolders folders,
            World world,
            Map<String, Program> programs,
            Clock clock) {
        return new Origin(
                sites, folders, settings.coding().codings(), world.programs(programs), clock);
    }

    @Bean
    OriginServer originServer(
            OriginSettings settings,
            LabSettings lab,
            Origin origin,
            Trace trace,
            AccessLog log,
            MeterRegistry meters,
            Clock clock) {
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
