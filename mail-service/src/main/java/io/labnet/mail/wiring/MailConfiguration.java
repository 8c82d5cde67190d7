package io.labnet.mail.wiring;

import static java.util.stream.Collectors.toMap;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.mail.account.Accounts;
import io.labnet.mail.account.FailedLogins;
import io.labnet.mail.message.Address;
import io.labnet.mail.queue.Courier;
import io.labnet.mail.queue.RetryPlan;
import io.labnet.mail.server.Desk;
import io.labnet.mail.server.MailCounts;
import io.labnet.mail.server.MailHost;
import io.labnet.mail.server.MailPorts;
import io.labnet.mail.server.MailServer;
import io.labnet.mail.server.MailTerms;
import io.labnet.mail.server.SmtpCarrier;
import io.labnet.mail.store.Database;
import io.labnet.mail.store.MailStore;
import io.labnet.mail.store.SqlAccountStore;
import io.labnet.mail.store.SqlMailStore;
import io.labnet.stub.StubResolver;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the mail service together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({MailSettings.class, WorldSettings.class})
class MailConfiguration {
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(2);

    @Bean
    Clock mailClock() {
        return Clock.systemUTC();
    }

    @Bean
    MailFolders mailFolders(LabSettings lab) {
        return MailFolders.in(lab.dataDir());
    }

    @Bean(destroyMethod = "close")
    Database mailDatabase(MailFolders folders, MailSettings settings) {
        return MailDatabase.open(settings.database(), folders.database());
    }

    @Bean
    MailStore mailStore(Database database, Clock clock) {
        return new SqlMailStore(database, clock);
    }

    /** The accounts of the settings, and those that were added over REST. */
    @Bean
    Accounts accounts(Database database, MailSettings settings, WorldSettings world) {
        var accounts = new Accounts(new SqlAccountStore(database));
        for (var server : settings.servers()) {
            if (!world.runs(server.host())) {
                continue;
            }
            for (var account : server.accounts()) {
                var text = account.name() + "@" + server.domain();
                var address =
                        Address.parse(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "labnet.mail.servers: "
                                                        + text
                                                        + " is no mail address"));
                accounts.put(address, account.password());
            }
        }
        return accounts;
    }

    @Bean
    MailCounts mailCounts(MeterRegistry meters) {
        return MailCounts.of(meters);
    }

    @Bean
    List<MailHost> mailHosts(MailSettings settings, WorldSettings world) {
        return settings.servers().stream()
                .filter(s -> world.runs(s.host()))
                .map(s ->
                        new MailHost(
                                s.host(),
                                world.address(s.host()),
                                world.listenAt(s.host()),
                                s.domain()))
                .toList();
    }

    @Bean
    Courier courier(
            MailStore store,
            List<MailHost> hosts,
            MailSettings settings,
            LabSettings lab,
            MailCounts counts,
            Trace trace,
            Clock clock) {
        var dns = new InetSocketAddress(address(settings.resolver()), lab.port(53));
        var resolver = new StubResolver(dns, DNS_PATIENCE, clock);
        var carrier = new SmtpCarrier(hosts, resolver, lab.port(25), trace);
        var domains = hosts.stream().collect(toMap(MailHost::name, MailHost::domain));
        var plan = new RetryPlan(settings.retries(), settings.giveUpAfter());
        return new Courier(store, carrier, domains, plan, counts, clock);
    }

    @Bean
    CertificateAuthority mailAuthority(LabSettings lab, WorldSettings world, Clock clock) {
        var hosts = world.hosts().keySet();
        return CertificateAuthority.in(lab.dataDir(), hosts, world.networks(), clock);
    }

    @Bean
    List<ServerCertificate> mailCertificates(
            List<MailHost> hosts,
            CertificateAuthority authority,
            MailFolders folders,
            Clock clock) {
        return hosts.stream()
                .map(h -> ServerNames.of(h.name(), h.address()))
                .map(names -> new ServerCertificate(authority, names, folders.root(), clock))
                .toList();
    }

    @Bean
    List<MailServer> mailServers(
            List<MailHost> hosts,
            List<ServerCertificate> certificates,
            MailServer.Surroundings around,
            LabSettings lab) {
        return IntStream.range(0, hosts.size())
                .mapToObj(
                        i -> new MailServer(hosts.get(i), ports(lab), certificates.get(i), around))
                .toList();
    }

    @Bean
    MailServer.Surroundings mailSurroundings(
            Accounts accounts,
            MailStore store,
            MailSettings settings,
            MailFolders folders,
            Courier courier,
            MailCounts counts,
            Trace trace,
            Clock clock) {
        return new MailServer.Surroundings(
                accounts,
                store,
                new Desk(accounts, new FailedLogins(clock), counts),
                new MailTerms(
                        settings.messageMax().toBytes(),
                        settings.recipientsMax(),
                        settings.plaintextAuth()),
                counts,
                trace,
                clock,
                folders.incoming(),
                courier::wake);
    }

    @Bean
    MailHouse mailHouse(
            List<MailServer> servers,
            List<ServerCertificate> certificates,
            Courier courier,
            MailStore store,
            MeterRegistry meters) {
        Gauge.builder("labnet.mail.open-connections", servers, MailConfiguration::connections)
                .register(meters);
        Gauge.builder("labnet.mail.queue-length", store, MailStore::waitingCount).register(meters);
        return new MailHouse(servers, certificates, courier);
    }

    private static int connections(List<MailServer> servers) {
        return servers.stream().mapToInt(MailServer::openConnections).sum();
    }

    private static MailPorts ports(LabSettings lab) {
        return new MailPorts(
                lab.port(25),
                lab.port(587),
                lab.port(465),
                lab.port(110),
                lab.port(995),
                lab.port(143),
                lab.port(993));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("labnet.mail: " + text + " is no IP address", e);
        }
    }
}
