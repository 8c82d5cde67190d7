package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A conversation from a file, replayed over a real connection.
 *
 * <pre>
 * # what it shows
 * C: a line that the client sends, CR LF added; \r \n \t \xHH and {a*1000} stand for themselves
 * C> bytes that the client sends, nothing added
 * S: a line that the server must send; ... in it stands for any text
 * S: ...   any number of lines up to the next one given; one line when none follows
 * S> bytes that the server must send, nothing added
 * open     the connection still works and nothing else is on it
 * closes   the server ends the connection and says no more
 * </pre>
 */
final class Conversation {
    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})|\\{(.)\\*([0-9]+)}");
    private static final String ANYTHING = "...";

    private final List<String> lines;

    private Conversation(List<String> lines) {
        this.lines = lines;
    }

    static Conversation read(Path file) throws IOException {
        return new Conversation(
                Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList());
    }

    void replay(Socket socket) throws IOException {
        var out = socket.getOutputStream();
        var in = new BufferedInputStream(socket.getInputStream());
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var text = line.length() > 3 ? line.substring(3) : "";
            switch (line.split(" ", 2)[0]) {
                case "C:" -> send(out, text + "\\r\\n");
                case "C>" -> send(out, text);
                case "S:" -> {
                    var next = i + 1 < lines.size() ? lines.get(i + 1) : "";
                    if (!text.equals(ANYTHING) || !next.startsWith("S:")) {
                        expectLine(in, text, i > 0 && lines.get(i - 1).equals("S: ..."));
                    }
                }
                case "S>" ->
                        assertThat(new String(in.readNBytes(text.length()), ISO_8859_1))
                                .isEqualTo(text);
                case "open" -> expectOpen(out, in);
                case "closes" -> assertThat(in.read()).as("end of the connection").isEqualTo(-1);
                default -> fail("Not a line of a conversation: " + line);
            }
        }
    }

    private static void expectLine(InputStream in, String wanted, boolean mayComeLater)
            throws IOException {
        var form = form(wanted);
        var line = line(in);
        while (mayComeLater && !form.matcher(line).matches()) {
            line = line(in);
        }
        assertThat(line).matches(form);
    }

    private static void expectOpen(OutputStream out, InputStream in) throws IOException {
        send(out, "OPTIONS * HTTP/1.1\\r\\nHost: gaia.cs.umass.edu\\r\\n\\r\\n");
        assertThat(line(in)).isEqualTo("HTTP/1.1 204 No Content");
    }

    private static void send(OutputStream out, String text) throws IOException {
        var plain =
                ESCAPE.matcher(text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t"))
                        .replaceAll(m -> Matcher.quoteReplacement(unescaped(m)));
        out.write(plain.getBytes(ISO_8859_1));
        out.flush();
    }

    private static String unescaped(MatchResult escape) {
        return escape.group(1) != null
                ? Character.toString(Integer.parseInt(escape.group(1), 16))
                : escape.group(2).repeat(Integer.parseInt(escape.group(3)));
    }

    private static Pattern form(String wanted) {
        return Pattern.compile(Pattern.quote(wanted).replace(ANYTHING, "\\E.*\\Q"), Pattern.DOTALL);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                fail("The connection ended after: " + line);
            }
            line.append((char) b);
        }
        return line.toString().replaceFirst("\r$", "");
    }
}
