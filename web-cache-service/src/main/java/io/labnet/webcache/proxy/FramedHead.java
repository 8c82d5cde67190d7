package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.proxy.AnswerWriter.Framing;

/**
 * How a client of HTTP/1.x is told where an answer ends (RFC 9112 section 6).
 *
 * @param fields the answer's, with what says so
 * @param contentBytes of content that are announced; 0 when that is not known
 * @param isBounded whether the answer ends before the connection does
 */
record FramedHead(Fields fields, Framing framing, long contentBytes, boolean isBounded) {
    static FramedHead of(Response response, boolean hasContent, int minorVersion) {
        var length = response.announcedBytes();
        var fields = response.fields();
        if (response.status() == 204) {
            // RFC 9110 section 8.6
            fields = fields.without("Content-Length");
        } else if (response.status() == 205) {
            // RFC 9110 section 15.3.6
            return new FramedHead(fields.with("Content-Length", "0"), Framing.EMPTY, 0, true);
        } else if (hasContent && length.isEmpty()) {
            // RFC 9112 section 6.1; to HTTP/1.0 only the end of the connection tells (6.3).
            return minorVersion > 0
                    ? new FramedHead(
                            fields.plus("Transfer-Encoding", "chunked"), Framing.CHUNKED, 0, true)
                    : new FramedHead(fields, Framing.PLAIN, 0, false);
        }
        return new FramedHead(fields, Framing.PLAIN, hasContent ? length.orElse(0) : 0, true);
    }
}
