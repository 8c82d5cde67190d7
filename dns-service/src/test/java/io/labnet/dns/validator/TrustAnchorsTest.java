package io.labnet.dns.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.Name;

/** Where trust begins, and where it makes an exception. */
class TrustAnchorsTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final Name GAIA = Name.fromConstantString("gaia.umass.edu.");
    private static final String DIGEST = "5A".repeat(32);

    private final MutableClock clock = MutableClock.epochUTC();
    private final List<Name> changed = new ArrayList<>();
    @TempDir Path folder;

    @Test
    void anchors_are_read_with_and_without_ttl_and_class() {
        var key = new Signer("umass.edu.").key;
        var anchors =
                TrustAnchors.parse(
                        List.of(
                                ". DS 1 13 2 " + DIGEST,
                                "; a comment",
                                "",
                                "edu. 3600 IN DS 2 13 2 " + DIGEST,
                                "edu. IN DS 3 13 2 " + DIGEST,
                                "umass.edu. DNSKEY " + key.rdataToString()));
        assertThat(anchors.of(EDU).orElseThrow().ds()).hasSize(2);
        assertThat(anchors.closest(GAIA, Name.root)).contains(key.getName());
        assertThat(anchors.closest(Name.fromConstantString("fr."), Name.root)).contains(Name.root);
        assertThat(anchors.closest(Name.fromConstantString("fr."), EDU)).isEmpty();
    }

    @Test
    void what_is_no_anchor_is_refused_with_a_word() {
        for (var bad :
                List.of("edu.", "edu. A 127.0.0.1", "edu. DS 1 13", "edu. DS x 13 2 " + DIGEST)) {
            assertThatThrownBy(() -> TrustAnchors.parse(List.of(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"" + bad + "\" is no trust anchor");
        }
    }

    @Test
    void an_exception_covers_what_is_below_it_until_it_expires() throws Exception {
        var file = folder.resolve("exceptions");
        var anchors = new NegativeTrustAnchors(clock, file, changed::add);
        assertThat(anchors.covering(GAIA, Name.root)).isEmpty();
        anchors.put(EDU, Duration.ofMinutes(1));
        assertThat(changed).containsExactly(EDU);
        assertThat(anchors.covering(GAIA, Name.root)).isPresent();
        // An anchor below it is closer.
        assertThat(anchors.covering(GAIA, Name.fromConstantString("umass.edu."))).isEmpty();
        var again = new NegativeTrustAnchors(clock, file, changed::add);
        assertThat(again.covering(GAIA, Name.root)).isPresent();
        clock.add(Duration.ofSeconds(60));
        assertThat(again.covering(GAIA, Name.root)).isEmpty();
        assertThat(again.all()).isEmpty();
        assertThat(again.remove(EDU)).isFalse();
    }

    @Test
    void exceptions_last_a_week_at_most_and_are_not_without_number() throws Exception {
        var anchors = NegativeTrustAnchors.none(clock);
        assertThatThrownBy(() -> anchors.put(EDU, Duration.ofDays(8)))
                .isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < NegativeTrustAnchors.ANCHORS_MAX; i++) {
            anchors.put(Name.fromString("n" + i + ".edu."), Duration.ofDays(1));
        }
        assertThatThrownBy(() -> anchors.put(EDU, Duration.ofDays(1)))
                .isInstanceOf(NegativeTrustAnchors.Full.class);
    }

    @Test
    void a_file_that_cannot_be_read_says_where() throws Exception {
        var file = Files.writeString(folder.resolve("exceptions"), "edu. tomorrow\n");
        assertThatThrownBy(() -> new NegativeTrustAnchors(clock, file, changed::add))
                .hasMessageContaining("line 1");
    }
}
