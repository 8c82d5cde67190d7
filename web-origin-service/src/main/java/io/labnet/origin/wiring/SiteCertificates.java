package io.labnet.origin.wiring;

import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.Sites;
import io.labnet.tls.Certificates;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A certificate for each site, of the lab's own authority. */
final class SiteCertificates implements Certificates, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SiteCertificates.class);

    /** A site's certificate and what it names. */
    private record Issued(Set<String> names, ServerCertificate certificate) {}

    private final Sites sites;
    private final CertificateAuthority authority;
    private final Path folder;
    private final Clock clock;
    private final ConcurrentMap<String, Issued> bySite = new ConcurrentHashMap<>();
    private final List<Thread> makers = new CopyOnWriteArrayList<>();

    /**
     * Certificates that are made when they are asked for.
     *
     * @param folder where they are kept
     */
    SiteCertificates(Sites sites, CertificateAuthority authority, Path folder, Clock clock) {
        this.sites = sites;
        this.authority = authority;
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public Shown shown(@Nullable String name, String address) {
        var wanted = name == null ? null : sites.of(name);
        return shown(
                wanted != null && authority.vouchesFor(wanted.name())
                        ? wanted
                        : sites.byAddress(address));
    }

    private Shown shown(Site site) {
        var issued = bySite.computeIfAbsent(site.name(), _ -> issued(site));
        return new Shown(site.name(), issued.names(), issued.certificate().get());
    }

    private Issued issued(Site site) {
        var names = new ArrayList<String>();
        var addresses = new ArrayList<InetAddress>();
        names.add(site.name());
        for (var alias : new TreeSet<>(site.aliases())) {
            var address = address(alias);
            if (address != null) {
                addresses.add(address);
            } else if (authority.vouchesFor(alias)) {
                // One name that the authority may not vouch for would make it good for none.
                names.add(alias);
            }
        }
        var all = new TreeSet<>(names);
        addresses.forEach(address -> all.add(address.getHostAddress()));
        return new Issued(
                all,
                new ServerCertificate(authority, new ServerNames(names, addresses), folder, clock));
    }

    private static @Nullable InetAddress address(String alias) {
        try {
            return InetAddress.ofLiteral(alias);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    /** Makes those that are not there yet; neither the start nor the first client waits for it. */
    void prepare() {
        for (var site : sites.known()) {
            makers.add(
                    Thread.ofVirtual().name("web-origin-certificate").start(() -> prepare(site)));
        }
    }

    private void prepare(Site site) {
        try {
            shown(site);
        } catch (IllegalStateException unmade) {
            LOG.error("Nobody can ask for {} over TLS", site.name(), unmade);
        }
    }

    /** Waits until nothing is made any more: a folder that is stopped with stays as it is. */
    @Override
    public void close() {
        try {
            for (var maker : makers) {
                maker.join();
            }
            makers.clear();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
