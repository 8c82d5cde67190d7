package io.labnet.webcache.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.store.Purge.Depth;
import io.labnet.webcache.store.Purges.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The store's rules, as values. */
class StoreValuesTest {
    private static final Placement.Sizes BOTH = new Placement.Sizes(16 << 20, 64 << 20);
    private static final Placement.Sizes MEMORY = new Placement.Sizes(16 << 20, 0);

    @ParameterizedTest
    @CsvSource({
        "        0, BOTH,    MEMORY",
        "  1048576, BOTH,    MEMORY",
        "  1048577, DISK,    MEMORY",
        " 16777216, DISK,    MEMORY",
        " 16777217, DISK,    NOWHERE",
        " 67108864, DISK,    NOWHERE",
        " 67108865, NOWHERE, NOWHERE"
    })
    void where_a_response_goes_depends_on_its_length(
            long length, Placement withDisk, Placement without) {
        var lasting = Samples.lasting();
        assertThat(Placement.Rule.of(BOTH, lasting).of(length)).isEqualTo(withDisk);
        assertThat(Placement.Rule.of(MEMORY, lasting).of(length)).isEqualTo(without);
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=9,  X,             MEMORY",
        "max-age=10, X,             BOTH",
        "max-age=0,  ETag,          BOTH",
        "max-age=0,  Last-Modified, BOTH"
    })
    void what_is_soon_stale_and_cannot_be_validated_is_not_written(
            String control, String validator, Placement expected) {
        var head = Samples.head("Cache-Control", control, validator, "\"a\"");
        assertThat(Placement.Rule.of(BOTH, head).of(100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.edu/*,      http://a.edu/,         true",
        "http://a.edu/*,      http://a.edu/b/c,      true",
        "http://a.edu/*.jpg,  http://a.edu/x.jpg.gz, false",
        "http://a.edu/*.jpg,  http://a.edu/x.jpg,    true",
        "*a*b*,               xxaxxbxx,              true",
        "*a*b*,               xxbxxaxx,              false",
        "a**b,                ab,                    true",
        "ab,                  abc,                   false",
        "abc,                 ab,                    false",
        "*,                   anything,              true",
        "a*aab,               aaaaaab,               true"
    })
    void a_star_stands_for_any_characters(String pattern, String uri, boolean hits) {
        assertThat(new Purge.Matching(pattern).hits(uri, Tags.NONE)).isEqualTo(hits);
    }

    @Test
    void tags_are_read_from_both_fields() {
        var fields =
                Fields.of("surrogate-key", " a  b\tc", "Cache-Tag", "x y, z ,,", "Cache-Tag", "a");
        assertThat(Tags.of(fields).names()).containsExactlyInAnyOrder("a", "b", "c", "x y", "z");
        assertThat(Tags.of(Fields.NONE)).isSameAs(Tags.NONE);
        var many = Fields.of("Surrogate-Key", "k ".repeat(10) + numbers(500));
        assertThat(Tags.of(many).names()).hasSize(128);
        assertThat(Tags.of(Fields.of("Cache-Tag", "t".repeat(1025)))).isEqualTo(Tags.NONE);
    }

    private static String numbers(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i).append(' ');
        }
        return text.toString();
    }

    @Test
    void a_head_is_written_once_without_what_each_answer_has_anew() {
        var fields =
                Fields.of(
                        "Date",
                        "today",
                        "AGE",
                        "3",
                        "X",
                        "\u00e9",
                        "Content-Length",
                        "5",
                        "X",
                        "2");
        var head = new HeadBytes(new Response(200, "OK", fields));
        var bytes = new byte[head.lengthBytes()];
        head.copyTo(bytes);
        assertThat(new String(bytes, ISO_8859_1))
                .isEqualTo("HTTP/1.1 200 OK\r\nDate: today\r\nX: \u00e9\r\nX: 2\r\n");
    }

    @Test
    void what_two_heads_have_in_common_is_in_memory_once() {
        var first = Samples.object("http://a.edu/1", fromServer("\"1\""), new byte[1]);
        var second = Samples.object("http://a.edu/2", fromServer("\"2\""), new byte[1]);
        var lines = first.head().response().fields().lines();
        var others = second.head().response().fields().lines();
        assertThat(others.get(0)).isSameAs(lines.get(0));
        assertThat(others.get(1)).isEqualTo(new Field("ETag", "\"2\""));
        assertThat(others.get(1).name()).isSameAs(lines.get(1).name());
        assertThat(second.head().terms().control()).isSameAs(first.head().terms().control());
        assertThat(second.head().terms().lifetime()).isSameAs(first.head().terms().lifetime());
        assertThat(second.key()).isSameAs(first.key());
    }

    // As it comes from the wire: no string of it is another's.
    private static Received fromServer(String tag) {
        return Samples.head(anew("Cache-Control"), anew("max-age=77"), anew("ETag"), anew(tag));
    }

    private static String anew(String text) {
        return new String(text.toCharArray());
    }

    @Test
    void a_full_pool_takes_a_newcomer_in_and_lets_somebody_go() {
        var pool = new Pool<String>(1);
        var first = pool.shared("first");
        assertThat(pool.shared(anew("first"))).isSameAs(first);
        assertThat(pool.shared("second")).isEqualTo("second");
        var again = anew("first");
        assertThat(pool.shared(again)).isSameAs(again);
    }

    @Test
    void what_a_response_counts_for_does_not_change_when_it_is_served() {
        var object = Samples.object("http://a.edu/", Samples.lasting(), new byte[100]);
        var before = object.sizeBytes();
        assertThat(object.wire().lengthBytes()).isPositive();
        assertThat(object.sizeBytes()).isEqualTo(before).isGreaterThan(100);
    }

    @Test
    void what_a_record_says_is_read_again() {
        var fields = Fields.of("A", "", "b", "\u00e9", "A", "2".repeat(70_000));
        var received =
                new Received(
                        new Response(404, "", fields),
                        Samples.THEN,
                        Samples.THEN.plusNanos(123_456_789));
        var head = Samples.arriving("http://a.edu/\u00fc?x", received);
        assertThat(SegmentRecord.decode(SegmentRecord.encode(head), Discretion.STRICT))
                .isEqualTo(head);
    }

    @Test
    void what_began_before_a_purge_hears_of_it_and_what_began_after_does_not() {
        var purges = new Purges();
        purges.add(new Purge.Tagged("t"), Depth.HARD);
        var begun = purges.latest();
        var tags = Tags.of(Fields.of("Cache-Tag", "t"));
        assertThat(purges.judge("http://a.edu/", tags, begun)).isEqualTo(Verdict.UNTOUCHED);
        purges.add(new Purge.Url("http://b.edu/"), Depth.HARD);
        purges.add(new Purge.Prefix("http://a.edu/"), Depth.SOFT);
        assertThat(purges.judge("http://c.edu/", tags, begun)).isEqualTo(Verdict.UNTOUCHED);
        assertThat(purges.judge("http://b.edu/", tags, begun)).isEqualTo(Verdict.GONE);
        assertThat(purges.judge("http://a.edu/x", tags, begun)).isEqualTo(Verdict.STALE);
        assertThat(purges.judge("http://c.edu/", tags, begun - 1)).isEqualTo(Verdict.GONE);
        purges.add(new Purge.Everything(), Depth.HARD);
        assertThat(purges.judge("http://a.edu/x", tags, begun)).isEqualTo(Verdict.GONE);
        assertThat(purges.judge("http://a.edu/x", tags, purges.latest()))
                .isEqualTo(Verdict.UNTOUCHED);
    }

    @Test
    void what_began_before_all_purges_that_are_remembered_counts_as_purged() {
        var purges = new Purges();
        purges.add(new Purge.Tagged("first"), Depth.SOFT);
        for (int i = 0; i < 1000; i++) {
            purges.add(new Purge.Tagged("t" + i), Depth.HARD);
        }
        assertThat(purges.judge("http://a.edu/", Tags.NONE, 0)).isEqualTo(Verdict.GONE);
        assertThat(purges.judge("http://a.edu/", Tags.NONE, 1)).isEqualTo(Verdict.UNTOUCHED);
        for (int i = 0; i < 10_001; i++) {
            purges.add(new Purge.Url("http://b.edu/" + i), Depth.HARD);
        }
        assertThat(purges.judge("http://a.edu/", Tags.NONE, 1001)).isEqualTo(Verdict.GONE);
        assertThat(purges.judge("http://a.edu/", Tags.NONE, 1002)).isEqualTo(Verdict.UNTOUCHED);
    }
}
