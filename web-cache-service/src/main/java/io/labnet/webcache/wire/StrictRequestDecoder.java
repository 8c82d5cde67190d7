package io.labnet.webcache.wire;

import io.labnet.webcache.message.Fields;
import java.util.List;

/**
 * Reads requests: a {@link RequestHead} each, then the pieces of its content if it has any; in
 * place of either a {@link Malformed}, and nothing after it.
 *
 * <p>After a CONNECT, and where HTTP/2 begins, it stops: what follows is for others.
 */
public final class StrictRequestDecoder extends StrictDecoder {
    /** Limits in bytes, of the request line and of the header section. */
    public StrictRequestDecoder(int lineBytesMax, int headBytesMax) {
        super(lineBytesMax, headBytesMax);
    }

    // RFC 9112 section 3: three words with one space between them; a TAB is no space.
    @Override
    Ending head(String line, String fieldLines, List<Object> out) throws Malformed {
        var first = line.indexOf(' ');
        var last = line.lastIndexOf(' ');
        if (first < 0 || first == last || !HeadText.isVersion(line.substring(last + 1))) {
            throw Malformed.of("a request line is a method, a target and a version of HTTP");
        }
        if (!HeadText.isToken(line, 0, first)) {
            throw Malformed.of("the method is no token");
        }
        var target = target(line.substring(first + 1, last));
        var fields = HeadText.fields(fieldLines, false);
        var major = line.charAt(last + 6) - '0';
        var minor = line.charAt(last + 8) - '0';
        return head(line.substring(0, first), target, major, minor, fields, out);
    }

    private Ending head(
            String method, String target, int major, int minor, Fields fields, List<Object> out)
            throws Malformed {
        var ending = major == 1 ? Ending.of(fields, minor, Ending.AT_ONCE) : Ending.AT_ONCE;
        var hasContent = !ending.equals(Ending.AT_ONCE);
        if (method.equals("CONNECT") && hasContent) {
            // RFC 9110 section 9.3.6
            throw Malformed.of("CONNECT has no content");
        }
        var head = new RequestHead(method, target, major, minor, fields, hasContent);
        if (method.equals("CONNECT") || head.isHttp2()) {
            leaveToOthers();
        } else if (major != 1) {
            readNoMore();
        }
        out.add(head);
        return ending;
    }

    private static String target(String target) throws Malformed {
        if (target.isEmpty() || !HeadText.isVisible(target)) {
            // RFC 9112 section 3.2: nothing is repaired that may have passed a filter as it was.
            throw Malformed.of("the target has what must be percent-encoded");
        }
        if (target.indexOf('#') >= 0) {
            throw Malformed.of("a target has no fragment");
        }
        return target;
    }

    // Some clients send one after a form (RFC 9112 section 2.2).
    @Override
    int emptyLinesMax() {
        return 1;
    }

    @Override
    void malformed(Malformed fault, boolean inHead, List<Object> out) {
        out.add(fault);
    }
}
