package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.ByteRange;
import io.labnet.webcache.policy.ByteRange.Part;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Completion;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Holding;
import io.labnet.webcache.policy.Multipart;
import io.labnet.webcache.policy.Trailers;
import io.labnet.webcache.store.Content;
import io.labnet.webcache.store.Content.Span;
import io.labnet.webcache.store.Piece;
import io.labnet.webcache.store.Reader;
import io.labnet.webcache.store.StoredObject;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An answer from the store on its way to a client, no faster than the client reads. */
final class Serving {
    private static final int PIECE_BYTES = 65_536;
    // What the system sends by itself takes no memory here.
    private static final int REGION_BYTES = 4 * PIECE_BYTES;

    private final ClientStream client;
    private final Parts parts;
    private final Request request;
    private final StoredObject object;
    private @Nullable Reader reader;
    private @Nullable ByteBuf copy;
    private int copied;
    private boolean begun;
    private boolean sendsRegion;
    private boolean ended;
    private final Part arriving;
    private long position;
    private boolean followsArrival;

    /**
     * An answer that has not begun.
     *
     * @param arriving which bytes of the whole come from the origin for this answer
     */
    Serving(ClientStream client, Parts parts, Request request, StoredObject object, Part arriving) {
        this.client = client;
        this.parts = parts;
        this.request = request;
        this.object = object;
        this.arriving = arriving;
    }

    /** Begins to answer; tells whether it could, that is, whether the content is still there. */
    boolean start(String cacheStatus) {
        var now = parts.clock().instant();
        var stored = object.head().response();
        var age = Freshness.of(object.head(), now).age().toSeconds();
        if (isForAll(stored)) {
            return whole(new StoredHead(object, age, cacheStatus));
        }
        var whole =
                stored.with(
                        stored.fields()
                                .with("Age", String.valueOf(age))
                                .plus(CacheStatus.FIELD, cacheStatus));
        if (Conditions.hasIt(request, stored, now)) {
            return headOnly(Conditions.notModified(whole));
        }
        var length = object.content().lengthBytes();
        if (object.isPartial()) {
            return part(whole);
        }
        if (length == Content.UNKNOWN) {
            followsArrival = true;
            return head(whole, Span.ALL);
        }
        return switch (ByteRange.of(request, object.head(), length)) {
            case ByteRange.Whole _ -> head(counted(whole, length), new Span(0, length));
            case Part part ->
                    head(
                            ByteRange.head(whole, part, length),
                            new Span(part.first(), part.last() + 1));
            case ByteRange.Several(var several) -> multipart(whole, several, length);
            case ByteRange.Beyond _ -> headOnly(beyond(whole, length));
        };
    }

    // Nothing in the request can make another answer of it than what was stored: so its head needs
    // not be made, but for what each answer says anew.
    private boolean isForAll(Response stored) {
        var asked = request.fields();
        return request.method().equals("GET")
                && object.content().lengthBytes() > 0
                && (stored.status() < 204 || stored.status() > 206)
                && !asked.has("Range")
                && !asked.has("If-None-Match")
                && !asked.has("If-Modified-Since");
    }

    private boolean whole(StoredHead head) {
        reader = open(new Span(0, head.lengthBytes())).orElse(null);
        if (reader == null) {
            return false;
        }
        copy = DirectCopies.here().of(object);
        said(head.stored(), head.cacheStatus());
        client.head(head);
        more();
        return true;
    }

    /**
     * Begins to pass on what has just been asked for, for this client; tells whether it could.
     *
     * @param head as the origin made it
     */
    boolean passOn(Response head) {
        followsArrival = true;
        return head(head, Span.ALL);
    }

    private boolean part(Response whole) {
        var total = object.holding().map(Holding::totalBytes);
        var wanted = total.flatMap(bytes -> Completion.wish(request, object.head(), bytes));
        return wanted.isPresent()
                && head(
                        ByteRange.head(whole, wanted.get(), total.get()),
                        object.span(wanted.get()));
    }

    private boolean multipart(Response whole, List<Part> several, long length) {
        var boundary = UUID.randomUUID().toString();
        var multipart = Multipart.of(whole, several, length, boundary);
        return head(multipart.head(whole), MultipartReader.open(multipart, this::open));
    }

    private boolean head(Response head, Span span) {
        if (request.method().equals("HEAD") || span.isEmpty()) {
            return headOnly(head);
        }
        position = span.first();
        return head(head, open(span));
    }

    private Optional<Reader> open(Span span) {
        Runnable ready = () -> client.loop().execute(this::more);
        return object.content().open(span, client.takesRegions(), ready);
    }

    private boolean head(Response head, Optional<Reader> opened) {
        reader = opened.orElse(null);
        if (reader == null) {
            return false;
        }
        said(head);
        client.head(head, true);
        more();
        return true;
    }

    private boolean headOnly(Response head) {
        said(head);
        client.head(head, false);
        end();
        return true;
    }

    private void said(Response head) {
        said(head, head.fields().all(CacheStatus.FIELD).getLast());
    }

    private void said(Response head, String cacheStatus) {
        var to = request;
        parts.trace()
                .record(
                        "HTTP",
                        client.local(),
                        client.remote(),
                        () -> head + " to " + to + " (" + cacheStatus + ")");
    }

    // RFC 9110 section 8.6: neither a 204 nor a 304 has a Content-Length.
    private static Response counted(Response whole, long lengthBytes) {
        return whole.status() == 204
                ? whole.with(whole.fields().without("Content-Length"))
                : whole.with(whole.fields().with("Content-Length", String.valueOf(lengthBytes)));
    }

    // RFC 9110 section 15.5.17
    private static Response beyond(Response whole, long lengthBytes) {
        var fields =
                Fields.of("Content-Range", "bytes */" + lengthBytes, "Content-Length", "0")
                        .updatedBy(kept(whole));
        return new Response(416, "Range Not Satisfiable", fields);
    }

    private static Fields kept(Response whole) {
        return Conditions.notModified(whole).fields();
    }

    /** Sends as much as the client takes. */
    void more() {
        var most = client.takesRegions() ? REGION_BYTES : PIECE_BYTES;
        while (reader != null && !ended && !sendsRegion && client.isWritable()) {
            switch (reader.next(most)) {
                case Piece.Bytes(var bytes) -> {
                    count(bytes.remaining());
                    send(bytes);
                    if (!client.isWritable()) {
                        client.flush();
                    }
                }
                case Piece.Region region -> send(region);
                case Piece.Later _ -> {
                    flush();
                    return;
                }
                case Piece.End _ -> end();
                case Piece.Broken _ -> {
                    close();
                    client.abort();
                }
            }
        }
    }

    // Content that came with its head goes out with it: a task tells of it, before this one.
    private void flush() {
        if (begun) {
            client.flush();
        } else {
            var loop = client.loop();
            loop.execute(() -> loop.execute(client::flush));
        }
    }

    private void send(ByteBuffer bytes) {
        begun = true;
        if (copy == null) {
            client.data(bytes);
        } else {
            client.data(copy.retainedSlice(copied, bytes.remaining()));
            copied += bytes.remaining();
        }
    }

    // One at a time: what is in a file does not count as unsent for isWritable.
    private void send(Piece.Region region) {
        count(region.lengthBytes());
        sendsRegion = true;
        client.region(
                new PartOfFile(region),
                () -> {
                    sendsRegion = false;
                    more();
                });
    }

    private void count(int bytes) {
        var stored = bytes - new Part(position, position + bytes - 1).common(arriving);
        position += bytes;
        parts.counts().bytesFromCache.increment((double) stored);
        client.spared(stored);
    }

    private void end() {
        close();
        if (followsArrival && Trailers.areWanted(request)) {
            client.trailers(object.content().trailers());
        }
        client.end();
    }

    /** Nothing more is to be sent. */
    void close() {
        ended = true;
        if (reader != null) {
            reader.close();
        }
        if (copy != null) {
            copy.release();
            copy = null;
        }
    }
}
