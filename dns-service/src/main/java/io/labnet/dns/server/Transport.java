package io.labnet.dns.server;

/** How a query came, and its reply goes. */
enum Transport {
    UDP,
    TCP,
    TLS,
    HTTPS;

    boolean isEncrypted() {
        return this == TLS || this == HTTPS;
    }
}
