package io.labnet.origin.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.origin.message.Refusal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a, /a",
        "/a/, /a/",
        "/a/b.html, /a/b.html",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/.., /",
        "/a/b/.., /a/",
        "/a/b/%2e%2E/c, /a/c",
        "/a/%2e, /a/",
        "/...,/...",
        "/caf%C3%A9, /café",
        "/100%25, /100%",
        "/a+b, /a+b"
    })
    void is_decoded_and_resolved(String encoded, String plain) throws Refusal {
        assertThat(ResourcePath.parse(encoded).text()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../a",
                "/a/../../b",
                "/%2e%2e/a",
                "/.%2e/a",
                "//a",
                "/a//b",
                "/a%2fb",
                "/a%5Cb",
                "/a\\b",
                "/a%00",
                "/%0a",
                "/%7f",
                "/%",
                "/%4",
                "/%zz",
                "/%c0%ae",
                "/%ff"
            })
    void what_names_nothing_or_climbs_out_is_refused(String path) {
        assertThatThrownBy(() -> ResourcePath.parse(path)).isInstanceOf(Refusal.class);
    }

    @Test
    void whatever_comes_every_segment_is_harmless() {
        var pieces = List.of("/", "..", ".", "%2e", "%2F", "%5c", "a", "%", "%00", "é", "\\", "//");
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            var path = new StringBuilder("/");
            for (int i = 0; i < 8; i++) {
                path.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                assertThat(ResourcePath.parse(path.toString()).segments())
                        .noneMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))
                        .noneMatch(s -> s.matches("(?s).*[/\\\\\\x00].*"));
            } catch (Refusal refused) {
                assertThat(refused.why()).isNotEmpty();
            }
        }
    }
}
