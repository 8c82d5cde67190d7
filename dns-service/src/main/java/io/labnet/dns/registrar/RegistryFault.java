package io.labnet.dns.registrar;

import org.jspecify.annotations.Nullable;

/** A top-level domain's name server is silent, or does not do its part; the message says which. */
public final class RegistryFault extends Exception {
    private static final long serialVersionUID = 1L;

    public RegistryFault(String reason) {
        super(reason);
    }

    public RegistryFault(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /** What is wrong, for people. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
