package io.labnet.dns.server;

import java.util.Locale;

/** How a query came, and its reply goes. */
enum Transport {
    UDP,
    TCP,
    TLS,
    HTTPS;

    /** As meters and the log of queries name it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isEncrypted() {
        return this == TLS || this == HTTPS;
    }
}
