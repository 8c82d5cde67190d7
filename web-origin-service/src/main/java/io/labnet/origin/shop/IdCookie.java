package io.labnet.origin.shop;

import io.labnet.origin.message.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cookie that a shopper is known by (RFC 6265), as it stands in Set-Cookie and in Cookie.
 *
 * @param secure whether it goes over TLS. Then it has another name, whose prefix makes the browser
 *     promise (6265bis section 4.1.3.2) that it was set over TLS, by this very host and for all of
 *     it: so nobody who meddles with plain HTTP, or has a sister host, can put one in its place
 */
record IdCookie(boolean secure) {
    /** More of them than this no browser sends; each costs a look into the database. */
    private static final int SENT_MAX = 3;

    String name() {
        return secure ? "__Host-ID" : "ID";
    }

    /** The values that came under this name, whatever they are. */
    List<String> valuesIn(Fields fields) {
        // RFC 6265 section 5.4: one Cookie line; HTTP/2 may cut it up (RFC 9113 section 8.2.3).
        return fields.values("Cookie").stream()
                .flatMap(line -> Stream.of(line.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name() + "="))
                .map(pair -> pair.substring(name().length() + 1))
                .limit(SENT_MAX)
                .toList();
    }

    /**
     * What Set-Cookie says (RFC 6265 section 4.1): no Domain, so this host alone gets it back; no
     * script may read it; and other sites' forms and pictures do not bring it (6265bis section
     * 5.6.7).
     */
    String given(String value, Duration maxAge) {
        return "%s=%s; Max-Age=%d; Path=/; HttpOnly; SameSite=Lax%s"
                .formatted(name(), value, maxAge.toSeconds(), secure ? "; Secure" : "");
    }

    /**
     * The line that a client such as curl keeps it by: Netscape's cookie file, whose columns are
     * host, whether its subdomains get it too, path, whether it needs TLS, end in seconds since
     * 1970, name and value.
     */
    String fileLine(String host, String value, Instant expires) {
        return String.join(
                "\t",
                "#HttpOnly_" + host,
                "FALSE",
                "/",
                secure ? "TRUE" : "FALSE",
                Long.toString(expires.getEpochSecond()),
                name(),
                value);
    }

    /** What Set-Cookie says so that the client drops it (RFC 6265 section 5.2.2). */
    String takenBack() {
        return given("", Duration.ZERO);
    }
}
