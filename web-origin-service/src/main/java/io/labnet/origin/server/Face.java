package io.labnet.origin.server;

import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Target;
import io.labnet.tls.Certificates;
import org.jspecify.annotations.Nullable;

/**
 * As whom the server shows itself on a connection.
 *
 * @param address the address that the client connected to
 * @param certificate null on a connection without TLS
 * @param astray whether there should have been TLS
 */
record Face(String address, Certificates.@Nullable Shown certificate, boolean astray) {
    /** To a client without TLS that needs none. */
    static Face plain(String address) {
        return new Face(address, null, false);
    }

    static Face secure(String address, Certificates.Shown certificate) {
        return new Face(address, certificate, false);
    }

    /** To a client without TLS at a port that wants it. */
    static Face astray(String address) {
        return new Face(address, null, true);
    }

    boolean isSecure() {
        return certificate != null;
    }

    /** Whom a client means that names no host. */
    String host() {
        return certificate == null ? address : certificate.site();
    }

    /**
     * Whether the connection may answer for what a request asks: over TLS only for whom its
     * certificate names (RFC 9110 section 7.4), as else one site could speak for another.
     */
    boolean answersFor(RequestHead head) {
        if (certificate == null) {
            return true;
        }
        try {
            return switch (Target.of(head, true)) {
                case Target.Path(var host, _, _) -> isNamed(host);
                case Target.Server(var host) -> isNamed(host);
                // What these get is decided elsewhere.
                case Target.Foreign _, Target.Tunnel _ -> true;
            };
        } catch (Refusal decidedElsewhere) {
            return true;
        }
    }

    private boolean isNamed(@Nullable String host) {
        return host == null || certificate == null || certificate.names().contains(host);
    }
}
