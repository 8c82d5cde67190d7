package io.labnet.origin.wiring;

import io.labnet.accesslog.AccessLog;
import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.ca.CertificateAuthority;
import io.labnet.origin.access.Access;
import io.labnet.origin.answer.Origin;
import io.labnet.origin.answer.Program;
import io.labnet.origin.content.KnownFiles;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.course.Search;
import io.labnet.origin.course.Teapot;
import io.labnet.origin.course.Upload;
import io.labnet.origin.server.OriginServer;
import io.labnet.origin.site.SiteTerms;
import io.labnet.origin.site.Sites;
import io.labnet.origin.site.Terms;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
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
                new KnownFiles(
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
    SiteTerms siteTerms(OriginSettings settings, Sites sites) {
        var usual = settings.limits().terms();
        var own = new HashMap<String, Terms>();
        for (var site : settings.sites()) {
            var terms = site.terms(usual);
            if (!terms.equals(usual)) {
                own.put(site.name(), terms);
            }
        }
        return new SiteTerms(sites, usual, own);
    }

    @Bean
    SiteCertificates siteCertificates(
            LabSettings lab, WorldSettings world, Sites sites, Clock clock) {
        var hosts = world.hosts().keySet();
        var authority = CertificateAuthority.in(lab.dataDir(), hosts, world.networks(), clock);
        var folder = lab.dataDir().resolve("web-origin").resolve("certificates");
        return new SiteCertificates(sites, authority, folder, clock);
    }

    @Bean
    OriginServer originServer(
            OriginSettings settings,
            LabSettings lab,
            Origin origin,
            SiteTerms terms,
            SiteCertificates certificates,
            Trace trace,
            AccessLog<Access> log,
            MeterRegistry meters,
            Clock clock) {
        var server =
                new OriginServer(
                        origin,
                        terms,
                        settings.limits().server(),
                        settings.transport(),
                        trace,
                        log,
                        meters,
                        clock);
        server.start(sockets(settings, lab.port(settings.port())));
        server.startSecure(sockets(settings, lab.port(settings.httpsPort())), certificates);
        certificates.prepare();
        return server;
    }

    private static List<InetSocketAddress> sockets(OriginSettings settings, int port) {
        return settings.addresses().stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }
}
