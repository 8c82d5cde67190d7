package io.labnet.webcache.wire;

import io.labnet.webcache.message.Fields;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Reads responses: an HttpResponse each, pieces of content, a LastHttpContent; a fault is told by
 * the decoder result of either.
 */
public final class StrictResponseDecoder extends StrictDecoder {
    private boolean answersHead;

    /** Limits in bytes, of the status line and of the header section. */
    public StrictResponseDecoder(int lineBytesMax, int headBytesMax) {
        super(lineBytesMax, headBytesMax);
    }

    /** Tells what the next response answers: one to HEAD has no content (RFC 9112 section 6.3). */
    public void expectAnswerTo(String method) {
        answersHead = method.equals("HEAD");
    }

    // RFC 9112 section 4; the space after the status is missed by nobody when there is no reason.
    @Override
    Ending head(String line, String fieldLines, List<Object> out) throws Malformed {
        if (line.length() < 12
                || !HeadText.isVersion(line.substring(0, 8))
                || line.charAt(8) != ' '
                || !isStatus(line)
                || !HeadText.isPrintable(line)) {
            throw Malformed.of("a status line is a version of HTTP, three digits and a reason");
        }
        if (line.charAt(5) != '1') {
            throw Malformed.of("an answer that is not HTTP/1");
        }
        var minor = line.charAt(7) - '0';
        var status = Integer.parseInt(line, 9, 12, 10);
        var reason = line.length() > 13 ? line.substring(13) : "";
        var fields = HeadText.fields(fieldLines, true);
        var ending = ending(status, minor, fields);
        out.add(
                new DefaultHttpResponse(
                        minor == 0 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status, reason),
                        Heads.headers(fields)));
        return ending;
    }

    private static boolean isStatus(String line) {
        return HeadText.isDigit(line.charAt(9))
                && HeadText.isDigit(line.charAt(10))
                && HeadText.isDigit(line.charAt(11))
                && (line.length() == 12 || line.charAt(12) == ' ');
    }

    private Ending ending(int status, int minor, Fields fields) throws Malformed {
        var told = Ending.of(fields, minor, new Ending.AtClose());
        var neverHasContent = (status >= 100 && status < 200) || status == 204;
        if (neverHasContent && !(told instanceof Ending.AtClose || told.equals(Ending.AT_ONCE))) {
            // RFC 9110 section 8.6, RFC 9112 section 6.1: somebody might wait for it.
            throw Malformed.of("a status of " + status + " has no content, but this one says so");
        }
        return neverHasContent || status == 304 || answersHead ? Ending.AT_ONCE : told;
    }

    @Override
    int emptyLinesMax() {
        return 0;
    }

    @Override
    void noContent(List<Object> out) {
        out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    @Override
    void malformed(Malformed fault, boolean inHead, List<Object> out) {
        var failed = DecoderResult.failure(fault);
        if (inHead) {
            var status = HttpResponseStatus.BAD_GATEWAY;
            var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
            head.setDecoderResult(failed);
            out.add(head);
        } else {
            var end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            end.setDecoderResult(failed);
            out.add(end);
        }
    }
}
