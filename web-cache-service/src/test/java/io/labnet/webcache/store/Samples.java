package io.labnet.webcache.store;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Random;

/** Requests and responses to store. */
final class Samples {
    static final Instant THEN = Instant.parse("2026-11-22T12:00:00Z");

    private Samples() {}

    static Request request(String uri, String... fields) {
        return new Request("GET", Target.absolute(uri).orElseThrow(), Fields.of(fields));
    }

    static Received head(String... fields) {
        return new Received(new Response(200, "OK", Fields.of(fields)), THEN, THEN);
    }

    /** A head that is fresh for an hour. */
    static Received lasting() {
        return head("Cache-Control", "max-age=3600", "ETag", "\"a\"");
    }

    static StoredObject object(String uri, Received head, byte[] content) {
        return object(uri, Map.of(), head, content);
    }

    static StoredObject object(
            String uri, Map<String, String> selecting, Received head, byte[] content) {
        return new StoredObject(
                uri, new VaryKey(selecting), head, Chunks.of(ByteBuffer.wrap(content)));
    }

    static byte[] bytes(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Filling.Head arriving(String uri, Received head) {
        return new Filling.Head(uri, new VaryKey(Map.of()), head);
    }
}
