package io.labnet.origin.message;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one connection's bytes as requests, one after the other (RFC 9112).
 *
 * <p>Takes bytes however they were cut into packets. Knows no socket; not safe for two threads.
 */
public final class RequestReader {
    /** Size, extensions and line end of a chunk; extensions mean nothing here. */
    private static final int CHUNK_LINE_BYTES_MAX = 256;

    private static final byte LF = '\n';
    private static final Framing NOTHING = new Framing.Length(0);

    /** Where in a request the next byte stands. */
    private sealed interface Place {
        record Line(int blankBytes) implements Place {}

        record Head(RequestHead.Line line, List<Field> fields, int bytes) implements Place {}

        record Start(RequestHead head, Framing framing) implements Place {}

        record Body(RequestHead head, long bytes, long left) implements Place {}

        record ChunkSize(RequestHead head, long bytes) implements Place {}

        record Chunk(RequestHead head, long bytes, long left) implements Place {}

        record ChunkEnd(RequestHead head, long bytes) implements Place {}

        record Trailer(RequestHead head, long bytes, int trailerBytes) implements Place {}

        record Lost(Incoming.Refused refused) implements Place {}
    }

    private final MessageLimits limits;
    private Place place = new Place.Line(0);
    private long bodyBytesMax;

    /** A reader at the beginning of a connection. */
    public RequestReader(MessageLimits limits) {
        this.limits = limits;
        this.bodyBytesMax = limits.bodyBytesMax();
    }

    /** Sets how long the content of the request may be that has begun; of that one only. */
    public void allow(long bodyBytesMax) {
        this.bodyBytesMax = bodyBytesMax;
    }

    /** Whether a request has begun and is not whole yet. */
    public boolean isWithinRequest() {
        return !(place instanceof Place.Line);
    }

    /** Whether a request's head is whole and the rest of it is not. */
    public boolean isWithinContent() {
        return isWithinRequest() && !(place instanceof Place.Head);
    }

    /**
     * The head of the request that is not whole yet, as far as it was read; null before its line
     * is.
     */
    public @Nullable RequestHead begun() {
        return switch (place) {
            case Place.Line _ -> null;
            case Place.Head(var line, var fields, _) -> line.with(fields);
            case Place.Start(var head, _) -> head;
            case Place.Body(var head, _, _) -> head;
            case Place.ChunkSize(var head, _) -> head;
            case Place.Chunk(var head, _, _) -> head;
            case Place.ChunkEnd(var head, _) -> head;
            case Place.Trailer(var head, _, _) -> head;
            case Place.Lost(var refused) -> refused.head();
        };
    }

    /**
     * Takes from the bytes what it can use, up to the end of the next request.
     *
     * @param bytes what was received and not yet taken; stays the caller's
     */
    public Incoming read(ByteBuf bytes) {
        try {
            while (true) {
                var found = step(bytes);
                if (found != null) {
                    return found;
                }
            }
        } catch (Refusal refusal) {
            var refused = new Incoming.Refused(refusal.status(), refusal.why(), begun());
            place = new Place.Lost(refused);
            return refused;
        }
    }

    private @Nullable Incoming step(ByteBuf bytes) throws Refusal {
        return switch (place) {
            case Place.Line line -> requestLine(line, bytes);
            case Place.Head head -> headerLine(head, bytes);
            case Place.Start(var head, var framing) -> start(head, framing);
            case Place.Body(var head, var length, var left) -> {
                if (left == 0) {
                    yield whole(head, length);
                }
                var part = part(bytes, left);
                place = new Place.Body(head, length, left - part.readableBytes());
                yield handed(part);
            }
            case Place.ChunkSize size -> chunkSize(size, bytes);
            case Place.Chunk(var head, var length, var left) -> {
                if (left == 0) {
                    yield onwards(new Place.ChunkEnd(head, length));
                }
                var part = part(bytes, left);
                place = new Place.Chunk(head, length, left - part.readableBytes());
                yield handed(part);
            }
            case Place.ChunkEnd end -> chunkEnd(end, bytes);
            case Place.Trailer trailer -> trailerLine(trailer, bytes);
            case Place.Lost(var refused) -> {
                bytes.skipBytes(bytes.readableBytes());
                yield refused;
            }
        };
    }

    private @Nullable Incoming requestLine(Place.Line here, ByteBuf bytes) throws Refusal {
        var line =
                line(
                        bytes,
                        limits.lineBytesMax() - here.blankBytes(),
                        Status.URI_TOO_LONG,
                        "The request line is longer than " + limits.lineBytesMax() + " bytes.");
        if (line == null) {
            checkBeginning(bytes);
            return new Incoming.Unfinished();
        }
        // RFC 9112 section 2.2: empty lines before a request are old clients' habit; let them be.
        return line.isEmpty()
                ? onwards(new Place.Line(here.blankBytes() + 2))
                : onwards(new Place.Head(RequestHead.Line.parse(line), new ArrayList<>(), 0));
    }

    // RFC 9112 section 3: a request begins with a method. What does not, such as the hello of TLS
    // to the wrong port, may have no end of line for which it would be waited in vain.
    private static void checkBeginning(ByteBuf bytes) throws Refusal {
        if (bytes.isReadable()) {
            var first = (char) (bytes.getByte(bytes.readerIndex()) & 0xff);
            if (first != '\r' && !Token.isSign(first)) {
                throw Refusal.bad("A request does not begin like this.");
            }
        }
    }

    private @Nullable Incoming headerLine(Place.Head here, ByteBuf bytes) throws Refusal {
        var line =
                line(
                        bytes,
                        limits.headBytesMax() - here.bytes(),
                        Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        "The header fields take more than " + limits.headBytesMax() + " bytes.");
        if (line == null) {
            return new Incoming.Unfinished();
        }
        if (line.isEmpty()) {
            return body(here.line().with(here.fields()));
        }
        if (here.fields().size() == limits.headFieldsMax()) {
            throw new Refusal(
                    Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    "There are more than " + limits.headFieldsMax() + " header fields.");
        }
        here.fields().add(Field.parse(line));
        return onwards(
                new Place.Head(here.line(), here.fields(), here.bytes() + line.length() + 2));
    }

    private Incoming body(RequestHead head) throws Refusal {
        var framing = Framing.of(head);
        if (framing.equals(NOTHING)) {
            return whole(head, 0);
        }
        place = new Place.Start(head, framing);
        return new Incoming.Begun(head);
    }

    // After the request has been heard of, as how long its content may be depends on it.
    private @Nullable Incoming start(RequestHead head, Framing framing) throws Refusal {
        place =
                switch (framing) {
                    case Framing.Chunked() -> new Place.ChunkSize(head, 0);
                    case Framing.Length(var length) -> new Place.Body(head, length, within(length));
                };
        // RFC 9110 section 10.1.1: HTTP/1.0 has no 100, and without a body nobody waits.
        return head.version().isAtLeast11() && head.fields().lists("Expect", "100-continue")
                ? new Incoming.Waiting(head)
                : null;
    }

    private @Nullable Incoming chunkSize(Place.ChunkSize here, ByteBuf bytes) throws Refusal {
        var line = chunkLine(bytes);
        if (line == null) {
            return new Incoming.Unfinished();
        }
        var size = size(line);
        if (size == 0) {
            return onwards(new Place.Trailer(here.head(), here.bytes(), 0));
        }
        var length = within(here.bytes() + size);
        return onwards(new Place.Chunk(here.head(), length, size));
    }

    private static long size(String line) throws Refusal {
        var semicolon = line.indexOf(';');
        var digits = Field.trimmed(semicolon < 0 ? line : line.substring(0, semicolon));
        if (!digits.matches("[0-9A-Fa-f]{1,12}")) {
            throw Refusal.bad("A chunk's size is not a number of 1 to 12 hexadecimal digits.");
        }
        return Long.parseLong(digits, 16);
    }

    private @Nullable Incoming chunkEnd(Place.ChunkEnd here, ByteBuf bytes) throws Refusal {
        var line = chunkLine(bytes);
        if (line == null) {
            return new Incoming.Unfinished();
        }
        if (!line.isEmpty()) {
            throw Refusal.bad("A chunk is longer than its size says.");
        }
        return onwards(new Place.ChunkSize(here.head(), here.bytes()));
    }

    private @Nullable Incoming trailerLine(Place.Trailer here, ByteBuf bytes) throws Refusal {
        var line =
                line(
                        bytes,
                        limits.headBytesMax() - here.trailerBytes(),
                        Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        "The trailer takes more than " + limits.headBytesMax() + " bytes.");
        if (line == null) {
            return new Incoming.Unfinished();
        }
        if (line.isEmpty()) {
            return whole(here.head(), here.bytes());
        }
        // Read for its form only: no trailer field has a meaning here (RFC 9110 section 6.5.1).
        Field.parse(line);
        var taken = here.trailerBytes() + line.length() + 2;
        return onwards(new Place.Trailer(here.head(), here.bytes(), taken));
    }

    private long within(long bodyBytes) throws Refusal {
        if (bodyBytes > bodyBytesMax) {
            throw new Refusal(
                    Status.CONTENT_TOO_LARGE,
                    "The body is longer than " + bodyBytesMax + " bytes.");
        }
        return bodyBytes;
    }

    private Incoming whole(RequestHead head, long bodyBytes) {
        place = new Place.Line(0);
        bodyBytesMax = limits.bodyBytesMax();
        return new Incoming.Request(head, bodyBytes);
    }

    private @Nullable Incoming onwards(Place next) {
        place = next;
        return null;
    }

    private static ByteBuf part(ByteBuf bytes, long most) {
        return bytes.readSlice((int) Math.min(bytes.readableBytes(), most));
    }

    private static Incoming handed(ByteBuf part) {
        return part.isReadable() ? new Incoming.Part(part) : new Incoming.Unfinished();
    }

    // Between chunks nobody types by hand, so a bare LF there is an attempt to confuse.
    private static @Nullable String chunkLine(ByteBuf bytes) throws Refusal {
        var end = lineEnd(bytes, CHUNK_LINE_BYTES_MAX);
        if (end >= 0 && (end == bytes.readerIndex() || bytes.getByte(end - 1) != '\r')) {
            throw Refusal.bad("A line between chunks does not end in CR LF.");
        }
        return line(
                bytes,
                CHUNK_LINE_BYTES_MAX,
                Status.BAD_REQUEST,
                "A chunk's size line is too long.");
    }

    // RFC 9112 section 2.2: a bare LF may end a line (people type into nc), a bare CR may not
    // stand anywhere.
    private static @Nullable String line(ByteBuf bytes, int bytesMax, Status tooLong, String why)
            throws Refusal {
        var end = lineEnd(bytes, bytesMax);
        // The line's own CR may have come before its LF.
        if (bytesMax < 0 || (end < 0 && bytes.readableBytes() > bytesMax + 1)) {
            throw new Refusal(tooLong, why);
        }
        if (end < 0) {
            return null;
        }
        var line =
                bytes.readCharSequence(end - bytes.readerIndex(), StandardCharsets.ISO_8859_1)
                        .toString();
        bytes.skipBytes(1);
        var text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (text.indexOf('\r') >= 0) {
            throw Refusal.bad("A line holds a carriage return that does not end it.");
        }
        return text;
    }

    private static int lineEnd(ByteBuf bytes, int bytesMax) {
        var from = bytes.readerIndex();
        var to = (int) Math.min(bytes.writerIndex(), from + Math.max(0L, bytesMax) + 2);
        return bytes.indexOf(from, to, LF);
    }
}
