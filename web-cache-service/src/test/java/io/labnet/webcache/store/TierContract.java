package io.labnet.webcache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.store.Purge.Depth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each tier must do. */
interface TierContract {
    String URI = "http://a.edu/page";

    Tier tier();

    /** Waits until all that was stored is there. */
    void settle();

    /** What the tier finds for a request, with its content where it can be read. */
    Optional<StoredObject> find(String uri, String... fields);

    @Test
    default void what_is_stored_is_found_as_it_was() {
        for (var length : List.of(0, 1, 65_536, 200_000)) {
            var content = Samples.bytes(length, length);
            put(Samples.object(URI + length, Samples.lasting(), content));
            var found = find(URI + length).orElseThrow();
            assertThat(found.head()).isEqualTo(Samples.lasting());
            assertThat(read(found)).isEqualTo(content);
        }
        assertThat(tier().count()).isEqualTo(4);
        assertThat(tier().storedBytes()).isBetween(265_537L, 280_000L);
        assertThat(find("http://a.edu/other")).isEmpty();
    }

    @Test
    default void a_newer_one_takes_the_place_of_the_older() {
        put(Samples.object(URI, Samples.lasting(), new byte[] {1}));
        put(Samples.object(URI, Samples.lasting(), new byte[] {2}));
        assertThat(read(find(URI).orElseThrow())).containsExactly(2);
        assertThat(tier().count()).isEqualTo(1);
    }

    @Test
    default void variants_of_a_uri_are_kept_apart_and_are_few() {
        for (int i = 0; i < 40; i++) {
            var key = Map.of("accept-language", "l" + i);
            put(Samples.object(URI, key, Samples.lasting(), new byte[] {(byte) i}));
        }
        assertThat(tier().count()).isEqualTo(16);
        assertThat(read(find(URI, "Accept-Language", "l39").orElseThrow())).containsExactly(39);
        assertThat(find(URI, "Accept-Language", "l0")).isEmpty();
        assertThat(tier().find(Samples.request(URI))).isEqualTo(new Found.OtherVariants());
    }

    @Test
    default void a_freshened_head_is_found_with_the_same_content() {
        put(Samples.object(URI, Samples.lasting(), new byte[] {1}));
        var old = find(URI).orElseThrow();
        var newer = old.freshened(Samples.head("Cache-Control", "max-age=7"));
        tier().replace(old, newer);
        settle();
        var found = find(URI).orElseThrow();
        assertThat(found.head()).isEqualTo(newer.head());
        assertThat(read(found)).containsExactly(1);
    }

    @Test
    default void what_was_purged_meanwhile_is_not_brought_back_by_a_304() {
        put(Samples.object(URI, Samples.lasting(), new byte[] {1}));
        var old = find(URI).orElseThrow();
        assertThat(purge(new Purge.Url(URI), Depth.HARD)).isEqualTo(1);
        tier().replace(old, old.freshened(old.head()));
        settle();
        assertThat(find(URI)).isEmpty();
        assertThat(tier().count()).isZero();
    }

    @Test
    default void what_was_made_stale_meanwhile_is_not_made_fresh_by_a_304() {
        put(Samples.object(URI, Samples.lasting(), new byte[] {1}));
        var old = find(URI).orElseThrow();
        purge(new Purge.Url(URI), Depth.SOFT);
        tier().replace(old, old.freshened(old.head()));
        settle();
        assertThat(isFresh(find(URI).orElseThrow())).isFalse();
        var stale = find(URI).orElseThrow();
        tier().replace(stale, stale.freshened(Samples.lasting()));
        settle();
        assertThat(isFresh(find(URI).orElseThrow())).isTrue();
    }

    static Stream<Arguments> purges() {
        return Stream.of(
                arguments(new Purge.Url("http://a.edu/page/1"), 1),
                arguments(new Purge.Url("http://a.edu/"), 0),
                arguments(new Purge.Prefix("http://a.edu/page/"), 2),
                arguments(new Purge.Matching("http://*/page/*2"), 2),
                arguments(new Purge.Tagged("odd"), 2),
                arguments(new Purge.Tagged("dd"), 0),
                arguments(new Purge.Everything(), 4));
    }

    @ParameterizedTest
    @MethodSource("io.labnet.webcache.store.TierContract#purges")
    default void a_purge_throws_out_what_it_means_and_nothing_else(Purge what, int count) {
        var uris =
                List.of(
                        "http://a.edu/page/1",
                        "http://a.edu/page/2",
                        "http://b.edu/page/1",
                        "http://b.edu/page/12");
        for (var uri : uris) {
            var tag = uri.endsWith("1") ? "x odd" : "x even";
            var head = Samples.head("Cache-Control", "max-age=60", "Surrogate-Key", tag);
            put(Samples.object(uri, head, new byte[10]));
        }
        assertThat(purge(what, Depth.SOFT)).isEqualTo(count);
        assertThat(uris.stream().filter(uri -> !isFresh(find(uri).orElseThrow()))).hasSize(count);
        assertThat(purge(what, Depth.HARD)).isEqualTo(count);
        assertThat(tier().count()).isEqualTo(4 - count);
        assertThat(uris.stream().filter(uri -> find(uri).isPresent())).hasSize(4 - count);
    }

    private void put(StoredObject object) {
        tier().put(object, 0);
        settle();
    }

    private int purge(Purge what, Depth depth) {
        var purged = tier().purge(what, depth, Samples.THEN.plusSeconds(1)).size();
        settle();
        return purged;
    }

    private static boolean isFresh(StoredObject object) {
        return Freshness.of(object.head(), Samples.THEN.plusSeconds(2)).isFresh();
    }

    static byte[] read(StoredObject object) {
        var reader = new Told(object.content());
        assertThat(reader.readOn(50_000)).isInstanceOf(Piece.End.class);
        reader.close();
        return reader.heard();
    }
}
