package io.labnet.origin.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import io.labnet.origin.representation.Coding;
import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.EntityTag;
import io.labnet.origin.representation.Representation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodingsTest {
    private static final String TEXT = "To be, or not to be, that is the question.\n".repeat(50);

    @TempDir Path folder;

    private final Codings codings = new Codings(2_000, 1_000, 10_000);

    @Test
    void what_is_coded_is_the_same_text_under_a_strong_tag_of_its_own() throws IOException {
        var page = page("hamlet.txt", TEXT);
        var gzip = codings.coded(page, Coding.GZIP);
        var brotli = codings.coded(page, Coding.BR);
        assertThat(new GZIPInputStream(stream(gzip)).readAllBytes()).asString().isEqualTo(TEXT);
        assertThat(new BrotliInputStream(stream(brotli)).readAllBytes()).asString().isEqualTo(TEXT);
        assertThat(gzip.tag()).isEqualTo(EntityTag.strong(page.tag().opaque() + "-gzip"));
        assertThat(brotli.tag()).isEqualTo(EntityTag.strong(page.tag().opaque() + "-br"));
        assertThat(gzip.mediaType()).isEqualTo(page.mediaType());
        assertThat(gzip.content().lengthBytes()).isLessThan(TEXT.length() / 10);
    }

    @Test
    void a_coded_page_is_held() throws IOException {
        var page = page("hamlet.txt", TEXT);
        assertThat(codings.held(page, Coding.GZIP)).isNull();
        var coded = codings.coded(page, Coding.GZIP);
        assertThat(codings.held(page, Coding.GZIP)).isEqualTo(coded);
        assertThat(codings.held(page, Coding.BR)).isNull();
        assertThat(codings.held(page("hamlet.txt", TEXT + "."), Coding.GZIP)).isNull();
    }

    @Test
    void only_text_of_some_length_is_worth_it() {
        assertThat(codings.isWorthIt(page("hamlet.txt", TEXT))).isTrue();
        assertThat(codings.isWorthIt(page("hamlet.svg", TEXT))).isTrue();
        assertThat(codings.isWorthIt(page("hamlet.json", TEXT))).isTrue();
        assertThat(codings.isWorthIt(page("hamlet.jpg", TEXT))).isFalse();
        assertThat(codings.isWorthIt(page("hamlet.txt", "x".repeat(1_000)))).isTrue();
        assertThat(codings.isWorthIt(page("hamlet.txt", "x".repeat(999)))).isFalse();
    }

    @Test
    void what_is_large_or_unsettled_is_not_coded_while_a_client_waits() {
        assertThat(codings.canCode(page("a.txt", "x".repeat(10_000)), Coding.GZIP)).isTrue();
        assertThat(codings.canCode(page("a.txt", "x".repeat(10_001)), Coding.GZIP)).isFalse();
        var now = page("a.txt", TEXT);
        var unsettled =
                new Representation(
                        now.mediaType(), now.content(), EntityTag.weak("w"), now.modified());
        assertThat(codings.canCode(unsettled, Coding.GZIP)).isFalse();
    }

    @Test
    void a_file_that_changed_since_it_was_looked_up_is_not_coded() throws IOException {
        var file = Files.writeString(folder.resolve("a.txt"), TEXT);
        var changed = Files.getLastModifiedTime(file).toInstant();
        assertThat(codings.coded(onDisk(file, changed), Coding.GZIP).coding())
                .isEqualTo(Coding.GZIP);
        var earlier = onDisk(file, changed.minusSeconds(1));
        assertThatThrownBy(() -> codings.coded(earlier, Coding.GZIP))
                .isInstanceOf(IOException.class);
    }

    @Test
    void what_is_held_stays_within_its_bound() throws IOException {
        for (int i = 0; i < 100; i++) {
            codings.coded(page("a.txt", TEXT + i), Coding.GZIP);
        }
        int held = 0;
        for (int i = 0; i < 100; i++) {
            held += codings.held(page("a.txt", TEXT + i), Coding.GZIP) == null ? 0 : 1;
        }
        assertThat(held).isBetween(1, 10);
    }

    private static Representation onDisk(Path file, Instant changed) {
        return new Representation(
                "text/plain",
                new Content.OnDisk(file, TEXT.length(), changed),
                EntityTag.strong(changed.toString()),
                changed);
    }

    private static Representation page(String name, String text) {
        return BuiltIn.representation(name, text.getBytes(UTF_8), Instant.EPOCH);
    }

    private static ByteArrayInputStream stream(Representation page) {
        ByteBuffer bytes = ((Content.InMemory) page.content()).bytes().duplicate();
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return new ByteArrayInputStream(copy);
    }
}
