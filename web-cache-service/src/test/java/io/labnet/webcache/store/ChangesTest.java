package io.labnet.webcache.store;

import static io.labnet.webcache.store.Samples.THEN;
import static io.labnet.webcache.store.Samples.lasting;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.store.Changes.Change;
import io.labnet.webcache.store.Changes.Kind;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final String ONE = "http://a.edu/one";
    private static final String TWO = "http://a.edu/two";

    private final ObjectStore store =
            new ObjectStore(
                    new ObjectStore.Limits(1_000_000, 100_000, 1_000_000),
                    Clock.fixed(THEN, ZoneOffset.UTC));

    @Test
    void what_happens_to_stored_responses_is_told_in_order() {
        var one = Samples.object(ONE, lasting(), new byte[1]);
        store.put(one);
        store.put(Samples.object(TWO, lasting(), new byte[1]));
        store.replace(one, one.freshened(lasting()));
        store.purge(new Purge.Prefix("http://a.edu/"), Purge.Depth.SOFT);
        store.purge(TWO);
        assertThat(store.changes().since(0))
                .containsExactly(
                        new Change(1, THEN, Kind.STORED, "url", ONE, 1),
                        new Change(2, THEN, Kind.STORED, "url", TWO, 1),
                        new Change(3, THEN, Kind.FRESHENED, "url", ONE, 1),
                        new Change(4, THEN, Kind.MADE_STALE, "prefix", "http://a.edu/", 2),
                        new Change(5, THEN, Kind.PURGED, "url", TWO, 1));
        assertThat(store.changes().since(4)).extracting(Change::number).containsExactly(5L);
    }

    @Test
    void a_purge_that_concerns_nothing_is_no_change() {
        store.purge(ONE);
        assertThat(store.changes().newest()).isZero();
    }

    @Test
    void the_oldest_are_forgotten() {
        for (int i = 0; i < Changes.KEPT_MAX + 10; i++) {
            store.put(Samples.object(ONE, lasting(), new byte[1]));
        }
        var kept = store.changes().since(0);
        assertThat(kept).hasSize(Changes.KEPT_MAX);
        assertThat(kept.getFirst().number()).isEqualTo(11);
        assertThat(store.changes().newest()).isEqualTo(Changes.KEPT_MAX + 10L);
    }
}
