package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.dns.server.NameServers.Encryption;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the name servers show to those who ask over TLS. */
final class Certificates {
    private static final int TLS_PORT = 853;
    private static final int HTTPS_PORT = 443;
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final LabSettings lab;
    private final WorldSettings world;
    private final Clock clock;
    private final CertificateAuthority authority;
    private final Path folder;
    private final List<ServerCertificate> wanted = new CopyOnWriteArrayList<>();
    private final List<Thread> makers = new CopyOnWriteArrayList<>();

    Certificates(LabSettings lab, WorldSettings world, Clock clock) {
        this.lab = lab;
        this.world = world;
        this.clock = clock;
        this.authority =
                CertificateAuthority.in(
                        lab.dataDir(), world.hosts().keySet(), world.networks(), clock);
        this.folder = lab.dataDir().resolve("dns");
    }

    /** Where a host listens besides, and with which certificate. */
    Encryption encryption(String host) {
        var names = ServerNames.of(host, world.address(host));
        var certificate = new ServerCertificate(authority, names, folder, clock);
        wanted.add(certificate);
        var address = world.listenAt(host);
        return new Encryption(
                new InetSocketAddress(address, lab.port(TLS_PORT)),
                new InetSocketAddress(address, lab.port(HTTPS_PORT)),
                certificate);
    }

    /** Makes those that are not there yet; neither the start nor the first client waits for it. */
    void prepare() {
        for (var certificate : wanted) {
            var name = "dns-certificate";
            makers.add(Thread.ofVirtual().name(name).start(() -> prepare(certificate)));
        }
    }

    /** Waits until nothing is made any more: a folder that is stopped with stays as it is. */
    void settle() {
        try {
            for (var maker : makers) {
                maker.join();
            }
            makers.clear();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void prepare(ServerCertificate certificate) {
        try {
            certificate.get();
        } catch (IllegalStateException unmade) {
            LOG.error("Nobody can ask over TLS", unmade);
        }
    }
}
