package io.labnet.webcache.policy;

import io.labnet.webcache.message.Request;
import java.util.List;

/** A request as its last recipient has got it: the answer to TRACE (RFC 9110 section 9.3.8). */
public final class Echo {
    // Whoever reads the answer may not be meant to read these.
    private static final List<String> SECRETS =
            List.of("Authorization", "Cookie", "Proxy-Authorization");

    private Echo() {}

    /**
     * The head as {@code message/http}.
     *
     * @param version of HTTP, as the client spoke it, such as 1.1
     */
    public static String of(Request request, String version) {
        var head = new StringBuilder();
        head.append(request).append(" HTTP/").append(version).append("\r\n");
        request.fields()
                .without(SECRETS)
                .lines()
                .forEach(line -> head.append(line.name() + ": " + line.value() + "\r\n"));
        return head.append("\r\n").toString();
    }
}
