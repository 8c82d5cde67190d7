package io.labnet.webcache.access;

import java.time.Instant;

/**
 * A request and its answer, as JSON shows it.
 *
 * @param milliseconds with three digits after the point
 * @param outcome one of the words of RFC 9211, or {@code own} or {@code tunnel}
 * @param fromStore whether the content came out of the store
 */
public record AccessView(
        long number,
        Instant time,
        double milliseconds,
        String client,
        String user,
        String method,
        String url,
        String version,
        int status,
        long bytes,
        long bytesFromStore,
        String outcome,
        boolean fromStore,
        boolean collapsed,
        boolean complete,
        String type,
        String referer,
        String agent) {
    private static final double MICROS_PER_MILLI = 1000;

    public static AccessView of(Access access) {
        return new AccessView(
                access.number(),
                access.time(),
                access.micros() / MICROS_PER_MILLI,
                access.client().getHostAddress(),
                access.user(),
                access.method(),
                access.url(),
                access.version(),
                access.status(),
                access.bytes(),
                access.bytesFromStore(),
                access.handling().outcome().word(),
                access.handling().isFromStore(),
                access.handling().collapsed(),
                access.complete(),
                access.type(),
                access.referer(),
                access.agent());
    }
}
