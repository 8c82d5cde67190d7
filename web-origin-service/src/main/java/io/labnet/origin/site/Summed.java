package io.labnet.origin.site;

import java.io.IOException;
import java.security.MessageDigest;

/** Content of which a sum can be made. */
@FunctionalInterface
public interface Summed {
    /**
     * Adds all of it, which may take time.
     *
     * @throws IOException when it cannot be read
     */
    void addTo(MessageDigest sum) throws IOException;
}
