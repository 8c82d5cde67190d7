package io.labnet.origin.site;

import io.labnet.origin.message.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A path that leads elsewhere.
 *
 * @param from a path; with a final slash, all below it too
 * @param to a path or a whole URI, to which what follows {@code from} is added
 * @param status 301, 302, 303, 307 or 308
 */
public record Redirect(String from, String to, Status status) {
    private static final Set<Status> REDIRECTING =
            Set.of(
                    Status.MOVED_PERMANENTLY,
                    Status.FOUND,
                    Status.SEE_OTHER,
                    Status.TEMPORARY_REDIRECT,
                    Status.PERMANENT_REDIRECT);

    public Redirect {
        if (!from.startsWith("/") || !to.matches("[!-~]+")) {
            throw new IllegalArgumentException(
                    "A redirect leads from a path to a URI, not from %s to %s".formatted(from, to));
        }
        // Or what a client adds would become part of a host's name.
        if (from.endsWith("/") && !to.endsWith("/")) {
            throw new IllegalArgumentException(
                    "A redirect from %s leads to what ends in a slash, too, not to %s"
                            .formatted(from, to));
        }
        if (!REDIRECTING.contains(status)) {
            throw new IllegalArgumentException("No redirect has the status " + status.line());
        }
    }

    /**
     * Where a path leads to.
     *
     * @param path as sent, percent-encoded
     * @return null when this redirect is not for it
     */
    public @Nullable String target(String path) {
        if (path.equals(from)) {
            return to;
        }
        if (!from.endsWith("/") || !path.startsWith(from)) {
            return null;
        }
        var target = to + path.substring(from.length());
        // What begins with two slashes is another host's (RFC 3986 section 4.2), and browsers take
        // a backslash for one: a client must not choose whose.
        return target.startsWith("//") || target.startsWith("/\\") ? null : target;
    }
}
