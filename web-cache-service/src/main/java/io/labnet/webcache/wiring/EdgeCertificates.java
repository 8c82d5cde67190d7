package io.labnet.webcache.wiring;

import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.tls.Certificates;
import io.labnet.webcache.edge.Sites;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A certificate for each site of this edge, of the lab's own authority; made when asked for. */
final class EdgeCertificates implements Certificates {
    private final Sites sites;
    private final CertificateAuthority authority;
    private final Path folder;
    private final Clock clock;
    private final ConcurrentMap<String, ServerCertificate> bySite = new ConcurrentHashMap<>();

    /** Certificates that are kept in a folder. */
    EdgeCertificates(Sites sites, CertificateAuthority authority, Path folder, Clock clock) {
        this.sites = sites;
        this.authority = authority;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Sees to it that the authority is there, so that clients can be told of it before they come.
     *
     * @throws IllegalStateException when there is none, and none can be made
     */
    void begin() {
        try {
            authority.certificate();
        } catch (GeneralSecurityException | IOException cause) {
            throw new IllegalStateException(
                    "labnet.web-cache.edge-tls-port wants the lab's authority, which cannot be had",
                    cause);
        }
    }

    @Override
    public Shown shown(@Nullable String name, String address) {
        var site =
                sites.of(name == null ? "" : name)
                        .or(() -> sites.all().stream().findFirst())
                        .orElseThrow(() -> new IllegalStateException("this edge has no site"));
        // A certificate with one name that its authority may not vouch for is good for none.
        var names = site.hosts().stream().filter(authority::vouchesFor).sorted().toList();
        if (names.isEmpty()) {
            throw new IllegalStateException(
                    "the lab's authority vouches for no host of site " + site.name());
        }
        var certificate = bySite.computeIfAbsent(site.name(), _ -> certificate(names));
        return new Shown(site.name(), Set.copyOf(names), certificate.get());
    }

    private ServerCertificate certificate(List<String> names) {
        return new ServerCertificate(authority, new ServerNames(names, List.of()), folder, clock);
    }
}
