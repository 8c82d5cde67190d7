package io.labnet.origin.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file's name says of its type. */
class MediaTypesTest {
    @ParameterizedTest
    @CsvSource({
        "home.index, text/html; charset=utf-8",
        "PAGE.HTML, text/html; charset=utf-8",
        "notes.txt, text/plain; charset=utf-8",
        "README.md, text/markdown; charset=utf-8",
        "marks.csv, text/csv; charset=utf-8",
        "main.js, text/javascript; charset=utf-8",
        // Browsers run no module and compile no stream that is called otherwise.
        "main.mjs, text/javascript; charset=utf-8",
        "main.wasm, application/wasm",
        "app.webmanifest, application/manifest+json",
        "1.jpg, image/jpeg",
        "drawing.svg, image/svg+xml",
        "photo.avif, image/avif",
        "letters.woff2, font/woff2",
        "letters.ttf, font/ttf",
        "film.m3u8, application/vnd.apple.mpegurl",
        "film.vtt, text/vtt; charset=utf-8",
        "sound.ogg, audio/ogg",
        "source.tar.gz, application/gzip",
        "source.tar, application/x-tar",
        "unheard.of, application/octet-stream",
        "Makefile, application/octet-stream"
    })
    void is_told_by_the_name_s_end(String name, String type) {
        assertThat(MediaTypes.of(name)).isEqualTo(type);
    }

    @Test
    void text_is_worth_coding_and_what_is_small_already_is_not() {
        assertThat(MediaTypes.isText(MediaTypes.of("drawing.svg"))).isTrue();
        assertThat(MediaTypes.isText(MediaTypes.of("app.webmanifest"))).isTrue();
        assertThat(MediaTypes.isText(MediaTypes.of("letters.woff2"))).isFalse();
        assertThat(MediaTypes.isText(MediaTypes.of("1.jpg"))).isFalse();
    }
}
