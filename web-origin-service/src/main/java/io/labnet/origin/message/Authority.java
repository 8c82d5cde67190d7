package io.labnet.origin.message;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The host and port of a URI or Host field (RFC 3986 section 3.2). */
public final class Authority {
    private static final int NAME_CHARS_MAX = 253;
    private static final int PORT_MAX = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]+)(:[0-9]{0,5})?");
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private Authority() {}

    /**
     * The host without its port, in lower case and without a final dot.
     *
     * @throws Refusal (400) when it is empty, has user information, or is no host at all
     */
    static String host(String authority) throws Refusal {
        if (isPlain(authority)) {
            return authority;
        }
        var form = FORM.matcher(authority);
        if (!form.matches()
                || form.group(1).length() > NAME_CHARS_MAX + 1
                || !isPort(form.group(2))) {
            throw Refusal.bad("The host is not a name or address with or without a port.");
        }
        var host = form.group(1).toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    // RFC 3986 section 3.2.3: none at all, and an empty one, is the default port.
    private static boolean isPort(@Nullable String colonAndPort) {
        return colonAndPort == null
                || colonAndPort.length() == 1
                || Integer.parseInt(colonAndPort.substring(1)) <= PORT_MAX;
    }

    // What most clients send most of the time needs no further look.
    private static boolean isPlain(String authority) {
        for (int i = 0; i < authority.length(); i++) {
            var c = authority.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-') {
                return false;
            }
        }
        return !authority.isEmpty()
                && authority.length() <= NAME_CHARS_MAX
                && !authority.endsWith(".");
    }

    /** Whether a text is a host name in lower case (RFC 1123 section 2.1), safe as a file name. */
    public static boolean isHostName(String text) {
        return text.length() <= NAME_CHARS_MAX && NAME.matcher(text).matches();
    }
}
