package io.labnet.mail.message;

import org.jspecify.annotations.Nullable;

/**
 * Where a message's failure is told (RFC 5321 section 3.6.1).
 *
 * @param address null in the null reverse-path, which bounces have so that none is bounced again
 */
public record ReversePath(@Nullable Address address) {
    public static final ReversePath NULL = new ReversePath(null);

    /** In angle brackets, as in a command. */
    @Override
    public String toString() {
        return "<" + (address == null ? "" : address) + ">";
    }
}
