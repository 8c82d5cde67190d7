package io.labnet.mail.wiring;

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
import io.labnet.mail.store.SqlAccountStore;
import io.labnet.mail.store.SqlMailStore;
import io.labnet.postgres.TemporaryPostgres;
import io.labnet.stub.StubResolver;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Two real mail servers on free ports, a name server, and a courier that is started by hand. */
public final class MailWorld implements AutoCloseable {
    public static final Address ALICE = new Address("alice", "crepes.fr");
    public static final Address BOB = new Address("bob", "hamburger.edu");
    private static final long MESSAGE_BYTES_MAX = 200_000;
    private static final int RECIPIENTS_MAX = 3;

    public final SqlMailStore store;
    public final Accounts accounts;
    public final MailServer crepes;
    public final MailServer hamburger;
    public final Courier courier;
    public final MailCounts counts = MailCounts.of(new SimpleMeterRegistry());
    public final Trace trace = new Trace(1000, Clock.systemUTC());

    /** Where every server takes mail. */
    public final int port;

    private final LoopbackDns dns = new LoopbackDns();
    private final Database database;

    /** A world that keeps its state in this folder; both servers listen. */
    public MailWorld(Path folder, boolean plaintextAuth) throws IOException {
        this(folder, plaintextAuth, MailDatabase.embedded(MailFolders.in(folder).database()));
    }

    /** A world that keeps its mail in this database, which it closes at the end. */
    public MailWorld(Path folder, boolean plaintextAuth, Database database) throws IOException {
        var clock = Clock.systemUTC();
        var folders = MailFolders.in(folder);
        this.database = database;
        store = new SqlMailStore(database, clock);
        accounts = new Accounts(new SqlAccountStore(database));
        accounts.put(ALICE, "ketchup");
        accounts.put(BOB, "hungry");
        var from = host("mail.crepes.fr", "127.25.9.1", "crepes.fr");
        var to = host("mail.hamburger.edu", "127.25.9.2", "hamburger.edu");
        var around =
                new MailServer.Surroundings(
                        accounts,
                        store,
                        new Desk(accounts, new FailedLogins(clock), counts),
                        new MailTerms(MESSAGE_BYTES_MAX, RECIPIENTS_MAX, plaintextAuth),
                        counts,
                        trace,
                        clock,
                        folders.incoming(),
                        this::wake);
        // Wherever mail goes, it goes to one port, also after a server was down.
        port = freePort(to.address());
        var ports = new MailPorts(port, 0, 0, 0, 0, 0, 0);
        hamburger = server(to, ports, folders, around);
        crepes = server(from, ports, folders, around);
        dns.add(
                "crepes.fr. 0 IN MX 10 mail.crepes.fr.",
                "hamburger.edu. 0 IN MX 10 mail.hamburger.edu.",
                "mail.crepes.fr. 0 IN A 127.25.9.1",
                "mail.hamburger.edu. 0 IN A 127.25.9.2",
                "nomail.org. 0 IN MX 0 .");
        var resolver = new StubResolver(dns.address(), Duration.ofSeconds(2), clock);
        var plan = new RetryPlan(List.of(Duration.ofMillis(200)), Duration.ofHours(1));
        courier =
                new Courier(
                        store,
                        new SmtpCarrier(List.of(from, to), resolver, port, trace),
                        Map.of(from.name(), from.domain(), to.name(), to.domain()),
                        plan,
                        counts,
                        clock);
    }

    private static MailHost host(String name, String address, String domain) {
        var own = InetAddress.ofLiteral(address);
        return new MailHost(name, own, own, domain);
    }

    private static int freePort(InetAddress address) throws IOException {
        try (var socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        }
    }

    private static MailServer server(
            MailHost host, MailPorts ports, MailFolders folders, MailServer.Surroundings around) {
        var clock = Clock.systemUTC();
        var hosts = List.of(host.name());
        var authority = CertificateAuthority.in(folders.root(), hosts, List.of(), clock);
        var names = ServerNames.of(host.name(), host.address());
        var certificate = new ServerCertificate(authority, names, folders.root(), clock);
        var server = new MailServer(host, ports, certificate, around);
        server.start();
        return server;
    }

    private void wake() {
        courier.wake();
    }

    /** A database like the service's. */
    public static Database database(Path folder) {
        return MailDatabase.embedded(folder.resolve("mail.db"));
    }

    /** A PostgreSQL as the service would use it, but for its patience. */
    public static Database sharedDatabase(String url) {
        var settings = new MailSettings.Database(url, TemporaryPostgres.USER, "");
        return MailDatabase.shared(settings, Duration.ofSeconds(10), Duration.ofSeconds(2));
    }

    @Override
    public void close() {
        courier.stop();
        crepes.stop();
        hamburger.stop();
        store.close();
        database.close();
        dns.close();
    }
}
