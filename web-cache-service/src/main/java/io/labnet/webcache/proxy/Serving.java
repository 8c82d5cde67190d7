package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.ByteRange;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.store.StoredObject;
import io.netty.buffer.Unpooled;

/** An answer from the store on its way to a client, no faster than the client reads. */
final class Serving {
    private static final int PIECE_BYTES = 65_536;

    private final ClientStream client;
    private final Parts parts;
    private final Request request;
    private final StoredObject object;
    private int from;
    private int to;
    private boolean ended;

    Serving(ClientStream client, Parts parts, Request request, StoredObject object) {
        this.client = client;
        this.parts = parts;
        this.request = request;
        this.object = object;
    }

    void start(String cacheStatus) {
        var now = parts.clock().instant();
        var stored = object.head().response();
        var age = Freshness.of(object.head(), now).age().toSeconds();
        var whole =
                stored.with(
                        stored.fields()
                                .with("Age", String.valueOf(age))
                                .plus(CacheStatus.FIELD, cacheStatus));
        if (Conditions.hasIt(request, stored, now)) {
            head(Conditions.notModified(whole), 0, 0);
            return;
        }
        var length = object.content().lengthBytes();
        switch (ByteRange.of(request, stored, length)) {
            case ByteRange.Whole _ -> head(counted(whole, length), 0, length);
            case ByteRange.Part part ->
                    head(ByteRange.head(whole, part, length), part.first(), part.last() + 1);
            case ByteRange.Beyond _ -> head(beyond(whole, length), 0, 0);
        }
    }

    private void head(Response head, int first, int end) {
        from = first;
        to = request.method().equals("HEAD") ? first : end;
        parts.counts().bytesFromCache.increment(to - from);
        parts.trace()
                .record(
                        "HTTP",
                        client.local(),
                        client.remote(),
                        () ->
                                head
                                        + " to "
                                        + request
                                        + " ("
                                        + head.fields().all(CacheStatus.FIELD).getLast()
                                        + ")");
        client.head(head, to > from);
        more();
    }

    // RFC 9110 section 8.6: neither a 204 nor a 304 has a Content-Length.
    private static Response counted(Response whole, int lengthBytes) {
        return whole.status() == 204
                ? whole.with(whole.fields().without("Content-Length"))
                : whole.with(whole.fields().with("Content-Length", String.valueOf(lengthBytes)));
    }

    // RFC 9110 section 15.5.17
    private static Response beyond(Response whole, int lengthBytes) {
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
        while (from < to && client.isWritable()) {
            var length = Math.min(PIECE_BYTES, to - from);
            client.data(Unpooled.wrappedBuffer(object.content().slice(from, length)));
            from += length;
            if (!client.isWritable()) {
                client.flush();
            }
        }
        if (from == to && !ended) {
            ended = true;
            client.end();
        }
    }
}
