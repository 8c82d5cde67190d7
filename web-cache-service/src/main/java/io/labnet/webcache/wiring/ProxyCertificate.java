package io.labnet.webcache.wiring;

import io.labnet.ca.CertificateAuthority;
import io.labnet.ca.ServerCertificate;
import io.labnet.ca.ServerNames;
import io.labnet.tls.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The proxy's own certificate, for its pseudonym: so siblings and clients know whom they ask. */
final class ProxyCertificate implements Certificates {
    private final String pseudonym;
    private final CertificateAuthority authority;
    private final ServerCertificate certificate;

    /**
     * A certificate that is kept in a folder; made when asked for.
     *
     * @param address where the proxy listens
     */
    ProxyCertificate(
            String pseudonym,
            InetAddress address,
            CertificateAuthority authority,
            Path folder,
            Clock clock) {
        this.pseudonym = pseudonym;
        this.authority = authority;
        var known = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        var names = ServerNames.of(pseudonym, known);
        certificate = new ServerCertificate(authority, names, folder, clock);
    }

    /**
     * Sees to it that the authority is there, so that clients can be told of it before they come.
     *
     * @throws IllegalStateException when there is none and none can be made, or when it may not
     *     vouch for this proxy
     */
    void begin() {
        if (!authority.vouchesFor(pseudonym)) {
            throw new IllegalStateException(
                    "labnet.web-cache.tls-port wants a pseudonym for which the lab's authority"
                            + " vouches, a host of the world or a name below one, but it is "
                            + pseudonym);
        }
        try {
            authority.certificate();
        } catch (GeneralSecurityException | IOException cause) {
            throw new IllegalStateException(
                    "labnet.web-cache.tls-port wants the lab's authority, which cannot be had",
                    cause);
        }
    }

    @Override
    public Shown shown(@Nullable String name, String address) {
        return new Shown(pseudonym, Set.of(pseudonym), certificate.get());
    }
}
