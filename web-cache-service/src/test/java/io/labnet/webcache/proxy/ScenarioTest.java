package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.HttpDate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays {@code scenarios/*.http}: one rule of caching each, between a client, a proxy and an
 * origin on real sockets, in a time that the file sets.
 *
 * <pre>
 *   T: 12          it is now 12 seconds after the beginning
 *   C: GET /page   the client asks; further C lines are fields
 *   E: Host: x     what the origin must hear ("E! Host": must not); without E and O, nothing at all
 *   O: 200         the origin answers; further O lines are fields; "O= text" is the content
 *   O: hangs up    or it does not
 *   S: 200         what the client must get; "S! Age": must not; "S= text" is the content
 * </pre>
 *
 * In values, {@code @-90} is the date 90 seconds before the beginning, and {@code {origin}} is the
 * origin's URL. The origin adds a Date unless {@code O! Date} forbids it.
 */
class ScenarioTest {
    private static final Pattern DATE = Pattern.compile("@(-?\\d+)");

    /** One request of the client, and all that hangs on it. */
    private static final class Turn {
        private final List<String> client = new ArrayList<>();
        private final List<String> expected = new ArrayList<>();
        private final List<String> origin = new ArrayList<>();
        private final List<String> answer = new ArrayList<>();
        private int second;
    }

    static List<Path> scenarios() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/scenarios"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void replay(Path file) throws IOException {
        try (var proxy = new TestProxy();
                var origin = ScriptedOrigin.saying("500 Unscripted", "")) {
            for (var turn : turns(file)) {
                proxy.clock.setInstant(TestProxy.START.plusSeconds(turn.second));
                play(turn, proxy, origin);
            }
        }
    }

    private static List<Turn> turns(Path file) throws IOException {
        var turns = new ArrayList<Turn>();
        var second = 0;
        var last = ' ';
        for (var line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            var kind = line.charAt(0);
            if (kind == 'T') {
                second = Integer.parseInt(line.substring(2).strip());
                last = kind;
                continue;
            }
            if (kind == 'C' && last != 'C') {
                turns.add(new Turn());
            }
            last = kind;
            turns.getLast().second = second;
            lines(turns.getLast(), kind).add(line.substring(1));
        }
        return turns;
    }

    private static List<String> lines(Turn turn, char kind) {
        return switch (kind) {
            case 'C' -> turn.client;
            case 'E' -> turn.expected;
            case 'O' -> turn.origin;
            case 'S' -> turn.answer;
            default -> throw new IllegalArgumentException("What is " + kind + "?");
        };
    }

    private static void play(Turn turn, TestProxy proxy, ScriptedOrigin origin) throws IOException {
        var before = origin.heard().size();
        origin.nowAnswers((request, out) -> {
            if (turn.origin.getFirst().contains("hangs up")) {
                throw new IOException("as told");
            }
            out.write(originAnswer(turn, proxy, origin));
        });
        var words = said(turn.client.getFirst(), origin).split(" ", 2);
        var fields = turn.client.stream().skip(1).map(line -> said(line, origin));
        var answer = proxy.ask(words[0], origin.url(words[1]), fields.toArray(String[]::new));
        var heard = origin.heard().size() - before;
        var asked = turn.origin.isEmpty() ? 0 : 1;
        // A connection that has served before and dies is tried once more (RFC 9112 section 9.3.1).
        assertThat(heard)
                .as("requests to the origin for %s at %d s", turn.client, turn.second)
                .isBetween(asked, hangsUp(turn) ? 2 : asked);
        if (heard > 0) {
            check(turn.expected, origin.heard().getLast(), origin);
        }
        assertThat(String.valueOf(answer.status()))
                .as("the answer to %s at %d s", turn.client, turn.second)
                .isEqualTo(said(turn.answer.getFirst(), origin));
        check(turn.answer.subList(1, turn.answer.size()), answer, origin);
    }

    private static boolean hangsUp(Turn turn) {
        return !turn.origin.isEmpty() && turn.origin.getFirst().contains("hangs up");
    }

    private static byte[] originAnswer(Turn turn, TestProxy proxy, ScriptedOrigin origin) {
        var head = new StringBuilder(said(turn.origin.getFirst(), origin)).append(" Said\n");
        var content = "";
        var dated = false;
        for (var line : turn.origin.subList(1, turn.origin.size())) {
            switch (line.charAt(0)) {
                case ':' -> head.append(said(line, origin)).append('\n');
                case '=' -> content = line.substring(1).strip();
                default -> dated = true;
            }
        }
        if (!dated && !head.toString().contains("\nDate:")) {
            head.append("Date: ").append(HttpDate.text(proxy.clock.instant())).append('\n');
        }
        if (head.toString().startsWith("304") || head.toString().startsWith("204")) {
            var bare = "HTTP/1.1 " + head.toString().replace("\n", "\r\n") + "\r\n";
            return bare.getBytes(StandardCharsets.ISO_8859_1);
        }
        var whole = ScriptedOrigin.answer(head.toString(), content);
        var isHead = turn.client.getFirst().startsWith(": HEAD ");
        return isHead ? Arrays.copyOf(whole, whole.length - content.length()) : whole;
    }

    private static void check(List<String> lines, Message message, ScriptedOrigin origin) {
        for (var line : lines) {
            var words = line.substring(1).strip();
            switch (line.charAt(0)) {
                case '=' -> assertThat(message.text()).isEqualTo(words);
                case '!' -> assertThat(message.fields().has(words)).as(words).isFalse();
                default -> {
                    var field = field(said(line, origin));
                    assertThat(message.field(field.name()))
                            .as(field.name())
                            .isEqualTo(field.value());
                }
            }
        }
    }

    private static Field field(String line) {
        var colon = line.indexOf(':');
        return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
    }

    private static String said(String line, ScriptedOrigin origin) {
        var start = TestProxy.START;
        var text = line.substring(1).strip().replace("{origin}", origin.url(""));
        return DATE.matcher(text)
                .replaceAll(at -> HttpDate.text(start.plusSeconds(Long.parseLong(at.group(1)))));
    }
}
