package io.labnet.origin.shop;

import io.labnet.origin.message.Fields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a form was sent by a page of this very shop, or by another site's that means to use the
 * cookie which the browser would bring along.
 *
 * <p>A browser says so itself. SameSite=Lax alone would not do: to it another port of this host, or
 * a sister host, is the same site.
 */
final class SameOrigin {
    private SameOrigin() {}

    /** Whether a request that changes something may do so. */
    static boolean allows(Fields fields, boolean secure) {
        // Fetch Metadata: browsers send it over TLS and to loopback, and no script can forge it.
        var site = fields.first("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        // RFC 6454 section 7.3; "null" is a page that hides where it comes from.
        var origin = fields.first("Origin");
        // Neither: no browser of the last years, so no cookie jar that another site could use.
        return origin == null || isHost(origin, fields.first("Host"), secure);
    }

    // The scheme is left out: with a TLS end before us we would not know it.
    private static boolean isHost(String origin, @Nullable String host, boolean secure) {
        var scheme = origin.indexOf("://");
        return host != null
                && scheme > 0
                && authority(origin.substring(scheme + 3), origin.startsWith("https:"))
                        .equals(authority(host, secure));
    }

    private static String authority(String text, boolean tls) {
        var lower = text.toLowerCase(Locale.ROOT);
        var port = tls ? ":443" : ":80";
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
