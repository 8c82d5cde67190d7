package io.labnet.webcache.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import io.labnet.webcache.store.Chunks;
import io.labnet.webcache.store.StoredObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DirectCopiesTest {
    private static final int KB = 1024;

    private final DirectCopies copies = new DirectCopies(1024 * KB);
    private final Random random = new Random(20261126);

    @Test
    void what_is_asked_for_often_gets_a_copy_and_keeps_it() {
        var object = object(200 * KB);
        assertThat(ask(object)).isFalse();
        object.hits().set(8);
        assertThat(ask(object)).isTrue();
        object.hits().set(9);
        assertThat(ask(object)).isTrue();
        assertThat(copies.bytes()).isEqualTo(200 * KB);
    }

    @Test
    void what_is_small_or_very_large_gets_none() {
        for (var size : new int[] {1, 16 * KB, 1025 * KB}) {
            var object = object(size);
            object.hits().set(8);
            assertThat(ask(object)).isFalse();
        }
    }

    @Test
    void what_was_sent_longest_ago_makes_room() {
        var objects = new StoredObject[6];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = object(200 * KB);
            objects[i].hits().set(8);
            assertThat(ask(objects[i])).isTrue();
            objects[i].hits().set(9);
            assertThat(ask(objects[0])).as("used all the time").isTrue();
        }
        assertThat(ask(objects[1])).isFalse();
        assertThat(ask(objects[5])).isTrue();
        assertThat(copies.bytes()).isEqualTo(1000 * KB);
    }

    @Test
    void a_copy_stays_for_whom_it_is_being_sent_to() {
        var first = object(600 * KB);
        first.hits().set(8);
        var sent = requireNonNull(copies.of(first));
        var second = object(600 * KB);
        second.hits().set(8);
        assertThat(ask(second)).isTrue();
        assertThat(sent.refCnt()).isEqualTo(1);
        assertThat(sent.nioBuffer()).isEqualTo(all(first));
        sent.release();
        assertThat(sent.refCnt()).isZero();
    }

    private boolean ask(StoredObject object) {
        var copy = copies.of(object);
        if (copy == null) {
            return false;
        }
        assertThat(copy.nioBuffer()).isEqualTo(all(object));
        copy.release();
        return true;
    }

    private static ByteBuffer all(StoredObject object) {
        var whole = ByteBuffer.allocate((int) object.content().lengthBytes());
        ((Chunks) object.content()).views().forEach(whole::put);
        return whole.flip();
    }

    private StoredObject object(int bytes) {
        var content = new byte[bytes];
        random.nextBytes(content);
        var received =
                new Received(new Response(200, "OK", Fields.NONE), Instant.EPOCH, Instant.EPOCH);
        return new StoredObject(
                "http://a.edu/",
                new VaryKey(Map.of()),
                received,
                Chunks.of(ByteBuffer.wrap(content)));
    }
}
