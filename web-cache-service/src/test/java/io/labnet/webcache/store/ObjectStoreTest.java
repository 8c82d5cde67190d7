package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {
    private static final int KB = 1024;

    private final ObjectStore store =
            new ObjectStore(new ObjectStore.Limits(100 * KB, 50 * KB, 100 * KB), Clock.systemUTC());

    @Test
    void what_is_least_used_makes_room() {
        for (int i = 0; i < 500; i++) {
            store.put(object("http://a.edu/" + i, Map.of(), 10 * KB));
        }
        assertThat(store.storedBytes()).isBetween(1L, 100L * KB);
        assertThat(store.count()).isBetween(1, 10);
    }

    @Test
    void one_uri_has_few_variants() {
        for (int i = 0; i < 100; i++) {
            store.put(object("http://a.edu/", Map.of("x", "" + i), 1));
        }
        assertThat(store.count()).isEqualTo(16);
        assertThat(store.find(request("http://a.edu/", "99"))).isInstanceOf(Found.Match.class);
        assertThat(store.find(request("http://a.edu/", "1")))
                .isInstanceOf(Found.OtherVariants.class);
    }

    @Test
    void what_was_purged_meanwhile_is_not_brought_back_by_a_304() {
        var old = object("http://a.edu/", Map.of(), 1);
        store.put(old);
        assertThat(store.purge("http://a.edu/")).isTrue();
        store.replace(old, old.freshened(old.head()));
        assertThat(store.find(request("http://a.edu/", ""))).isInstanceOf(Found.Nothing.class);
    }

    @Test
    void what_was_replaced_meanwhile_is_not_undone_by_a_304() {
        var old = object("http://a.edu/", Map.of(), 1);
        var other = object("http://a.edu/", Map.of(), 2);
        store.put(old);
        store.put(other);
        store.replace(old, old.freshened(old.head()));
        assertThat(store.all()).containsExactly(other);
    }

    @Test
    void who_waits_is_told_once_and_the_next_leads() {
        var flights = new Flights<String>();
        var told = new ArrayList<String>();
        var first = (Flights.Boarding.Lead<String>) flights.board("a", told::add);
        assertThat(flights.board("a", told::add)).isInstanceOf(Flights.Boarding.Wait.class);
        assertThat(flights.board("b", told::add)).isInstanceOf(Flights.Boarding.Lead.class);
        first.flight().land("over");
        first.flight().land("again");
        assertThat(told).containsExactly("over");
        assertThat(flights.board("a", told::add)).isInstanceOf(Flights.Boarding.Lead.class);
    }

    @Test
    void who_comes_after_the_news_hears_it_at_once() {
        var flights = new Flights<String>();
        var told = new ArrayList<String>();
        var lead = (Flights.Boarding.Lead<String>) flights.board("a", told::add);
        flights.board("a", told::add);
        lead.flight().announce("head");
        assertThat(told).containsExactly("head");
        assertThat(flights.board("a", told::add)).isEqualTo(new Flights.Boarding.Told<>("head"));
        lead.flight().land("over");
        assertThat(told).containsExactly("head");
    }

    private static Request request(String uri, String x) {
        return new Request("GET", Target.absolute(uri).orElseThrow(), Fields.of("X", x));
    }

    private static StoredObject object(String uri, Map<String, String> selecting, int bytes) {
        var head = new Received(new Response(200, "", Fields.NONE), Instant.EPOCH, Instant.EPOCH);
        return new StoredObject(
                uri, new VaryKey(selecting), head, Chunks.of(ByteBuffer.allocate(bytes)));
    }
}
