package io.labnet.tls;

import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** With which certificate the server shows itself to whom. */
public interface Certificates {
    /**
     * What a client is shown.
     *
     * @param site whose certificate it is, and so the host of clients that name none
     * @param names what the certificate says: hosts in lower case, and addresses
     */
    record Shown(String site, Set<String> names, SSLContext context) {}

    /**
     * Chooses, and makes what is not there yet; so it may block.
     *
     * @param name whom the client asks for (RFC 6066 section 3), in lower case; null when it does
     *     not say
     * @param address the address that it connected to
     * @throws IllegalStateException when there is no certificate, and none can be made
     */
    Shown shown(@Nullable String name, String address);
}
