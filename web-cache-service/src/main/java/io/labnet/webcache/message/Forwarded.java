package io.labnet.webcache.message;

import java.net.Inet6Address;
import java.net.InetAddress;

/** For whom a request is passed on, as an origin behind a front door wants to know (RFC 7239). */
public final class Forwarded {
    private Forwarded() {}

    /**
     * The fields with one more step of the way; what the client itself says stays before it (RFC
     * 7239 section 4), so only the last step is this proxy's word.
     *
     * @param client whose request it is
     * @param host what its Host field said
     * @param scheme {@code http} or {@code https}, as the client spoke it
     */
    public static Fields by(Fields fields, InetAddress client, String host, String scheme) {
        var step = "for=" + node(client) + ";host=\"" + host + "\";proto=" + scheme;
        return appended(appended(fields, "Forwarded", step), "X-Forwarded-For", bare(client))
                .with("X-Forwarded-Host", host)
                .with("X-Forwarded-Proto", scheme);
    }

    private static Fields appended(Fields fields, String name, String step) {
        return fields.with(name, fields.combined(name).map(all -> all + ", " + step).orElse(step));
    }

    // An IPv6 address stands in brackets and so in quotes (RFC 7239 section 6).
    private static String node(InetAddress client) {
        return client instanceof Inet6Address ? "\"[" + bare(client) + "]\"" : bare(client);
    }

    private static String bare(InetAddress client) {
        var text = client.getHostAddress();
        var scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
