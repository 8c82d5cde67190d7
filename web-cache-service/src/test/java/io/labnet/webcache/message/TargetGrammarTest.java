package io.labnet.webcache.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Targets are read by hand; here is what may be read, as regular expressions. */
class TargetGrammarTest {
    private static final Pattern ABSOLUTE =
            Pattern.compile("http(s?)://([^/?#@]*)([/?][^#]*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern AUTHORITY =
            Pattern.compile(
                    "([A-Za-z0-9._~!$&'()*+,;=%-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d*))?");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e\\x80-\\uffff]*");
    private static final String[] BITS = {
        "http://",
        "HTTP://",
        "https://",
        "a",
        "B.edu",
        "127.0.0.1",
        "[",
        "]",
        "::1",
        "[::1]",
        ":",
        ":80",
        ":00080",
        ":65536",
        ":123456",
        ":\u0661",
        "/",
        "?",
        "?q=1",
        "#",
        "@",
        " ",
        "\t",
        "\u007f",
        "\u00e9",
        "%41",
        "{",
        "\\",
        "a".repeat(255),
        "::".repeat(23)
    };

    @Test
    void what_is_read_is_what_the_grammar_allows() {
        var random = new Random(20261126);
        var read = 0;
        for (int round = 0; round < 200_000; round++) {
            var text = new StringBuilder(round % 2 == 0 ? "http://" : "");
            for (int bits = random.nextInt(6); bits > 0; bits--) {
                text.append(BITS[random.nextInt(BITS.length)]);
            }
            var uri = text.toString();
            var target = Target.absolute(uri);
            assertThat(target).as(uri).isEqualTo(absolute(uri));
            assertThat(Target.authority(uri, 0)).as(uri).isEqualTo(authority(uri, 0));
            read += target.isPresent() ? 1 : 0;
        }
        assertThat(read).isGreaterThan(1000);
    }

    private static Optional<Target> absolute(String uri) {
        var parts = ABSOLUTE.matcher(uri);
        if (!VISIBLE.matcher(uri).matches() || !parts.matches()) {
            return Optional.empty();
        }
        var secure = !parts.group(1).isEmpty();
        var path = Optional.ofNullable(parts.group(3)).orElse("");
        var whole = path.startsWith("?") ? "/" + path : path;
        return authority(parts.group(2), secure ? 443 : 80)
                .map(to -> new Target(to.host(), to.port(), whole, secure));
    }

    private static Optional<Target> authority(String text, int portIfNone) {
        var parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var digits = Optional.ofNullable(parts.group(2)).orElse("");
        if (digits.length() > 5) {
            return Optional.empty();
        }
        var port = digits.isEmpty() ? portIfNone : Integer.parseInt(digits);
        return Optional.of(new Target(parts.group(1).toLowerCase(Locale.ROOT), port, ""))
                .filter(to -> to.port() > 0 && to.port() <= 65_535);
    }
}
