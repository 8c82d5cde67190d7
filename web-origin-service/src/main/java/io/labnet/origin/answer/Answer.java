package io.labnet.origin.answer;

import io.labnet.origin.message.Fields;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a request earns.
 *
 * @param fields without those that speak of the connection's end or of the moment (Date) or of the
 *     body's length, which the writer adds
 * @param showsBody false for HEAD: the fields speak of a body that does not come
 */
public record Answer(Status status, Fields fields, Body body, boolean showsBody) {
    /** What follows the header. */
    public sealed interface Body {
        long lengthBytes();

        /** Not even an empty one: 204 and 304 (RFC 9110 section 6.4.1). */
        record None() implements Body {
            @Override
            public long lengthBytes() {
                return 0;
            }
        }

        /** A sentence or a page for people. */
        record Text(String text) implements Body {
            @Override
            public long lengthBytes() {
                return text.getBytes(StandardCharsets.UTF_8).length;
            }
        }

        /** A representation's bytes, or some of them. */
        record Part(Content content, long first, long lengthBytes) implements Body {}

        /** Texts and parts, one after the other. */
        record Parts(List<Body> pieces) implements Body {
            public Parts {
                pieces = List.copyOf(pieces);
            }

            @Override
            public long lengthBytes() {
                return pieces.stream().mapToLong(Body::lengthBytes).sum();
            }
        }
    }

    /** An error, or a redirect, told in plain text so that nothing in it can act as a page. */
    public static Answer telling(Status status, String why, String... namesAndValues) {
        var fields = Fields.of(namesAndValues).with("Content-Type", "text/plain; charset=utf-8");
        return new Answer(status, fields, new Body.Text(status.line() + "\n" + why + "\n"), true);
    }

    /** A page made for this answer. */
    public static Answer page(Status status, String mediaType, String text) {
        return new Answer(status, Fields.of("Content-Type", mediaType), new Body.Text(text), true);
    }

    /** An answer that has no body. */
    public static Answer bare(Status status, Fields fields) {
        return new Answer(status, fields, new Body.None(), true);
    }

    /** As HEAD gets it (RFC 9110 section 9.3.2). */
    Answer withoutBody() {
        return new Answer(status, fields, body, false);
    }

    /** The same with one more field. */
    public Answer with(String name, String value) {
        return new Answer(status, fields.with(name, value), body, showsBody);
    }

    /** How many bytes of body go out. */
    public long bodyBytesSent() {
        return showsBody ? body.lengthBytes() : 0;
    }
}
