package io.labnet.webcache.policy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Hop;
import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Via;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;

/** What a proxy changes in the messages that it passes on (RFC 9110 section 7.6). */
public final class Forwarding {
    private static final BigInteger HOPS_MAX = BigInteger.valueOf(Integer.MAX_VALUE);

    private Forwarding() {}

    /**
     * The request as the origin gets it.
     *
     * @param version of HTTP, as the client spoke it, such as 1.1
     * @param pseudonym this proxy's name in Via
     */
    public static Request toOrigin(Request request, String version, String pseudonym) {
        var chunked = request.fields().has("Transfer-Encoding");
        var end = Via.passed(Hop.stripped(request.fields()), pseudonym, version);
        var fields = counted(request, end).without("Host");
        if (chunked) {
            fields = fields.plus("Transfer-Encoding", "chunked");
        }
        if (Trailers.areWanted(request)) {
            // RFC 9110 section 10.1.4: to each hop anew.
            fields = fields.plus("TE", "trailers").plus("Connection", "TE");
        }
        // The target speaks, not what Host said (RFC 9112 section 3.2.2), and Host comes first.
        var lines = new ArrayList<>(Fields.of("Host", request.target().authority()).lines());
        lines.addAll(fields.lines());
        return request.with(new Fields(lines));
    }

    /** A 1xx as the client gets it (RFC 9110 section 15.2). */
    public static Response interim(Response response, String pseudonym) {
        // There is no 1xx in HTTP/1.0.
        var fields = Via.passed(Hop.stripped(response.fields()), pseudonym, "1.1");
        return response.with(fields.without("Content-Length"));
    }

    /** The response as the store keeps it and the client gets it, without a framing yet. */
    public static Response toClient(
            Response response, int minorVersion, String pseudonym, Instant received) {
        var fields = Via.passed(Hop.stripped(response.fields()), pseudonym, "1." + minorVersion);
        return response.with(
                isDated(fields, received) ? fields : fields.with("Date", HttpDate.text(received)));
    }

    // RFC 9110 section 6.6.1: whoever passes on a response without a date, or with one that cannot
    // be read, gives it the time at which it came.
    private static boolean isDated(Fields fields, Instant received) {
        var dates = fields.all("Date");
        return dates.size() == 1 && HttpDate.parse(dates.getFirst(), received).isPresent();
    }

    /** Whether an OPTIONS or TRACE ends here (RFC 9110 section 7.6.2). */
    public static boolean endsHere(Request request) {
        return isCounted(request)
                && request.fields().first("Max-Forwards").filter(n -> n.matches("0+")).isPresent();
    }

    private static Fields counted(Request request, Fields fields) {
        var left = fields.first("Max-Forwards");
        if (!isCounted(request) || left.isEmpty() || !left.get().matches("\\d+")) {
            return fields;
        }
        // What is beyond counting becomes the most that we count (RFC 9110 section 7.6.2).
        var count = new BigInteger(left.get()).subtract(BigInteger.ONE).min(HOPS_MAX);
        return fields.with("Max-Forwards", count.toString());
    }

    private static boolean isCounted(Request request) {
        return request.method().equals("OPTIONS") || request.method().equals("TRACE");
    }
}
