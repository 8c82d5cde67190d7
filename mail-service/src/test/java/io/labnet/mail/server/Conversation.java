package io.labnet.mail.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/**
 * A client that follows a transcript over a real socket.
 *
 * <p>{@code C:} says a line; {@code R:} says raw bytes with escapes and no line end; {@code S:}
 * expects a line, in which {@code ...} matches anything; {@code S*:} skips to such a line; {@code
 * TLS} shakes hands; {@code END} expects the server to hang up; {@code CLOSED} that it closes the
 * TCP connection too, though its goodbye inside TLS was not answered.
 */
final class Conversation implements AutoCloseable {
    private final Socket plain = new Socket();
    private Socket socket = plain;
    private InputStream in;

    Conversation(InetSocketAddress server) throws IOException {
        socket.connect(server);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    void follow(Iterable<String> transcript) throws IOException {
        for (var step : transcript) {
            try {
                take(step);
            } catch (IOException e) {
                throw new IOException("At: " + step, e);
            }
        }
    }

    private void take(String step) throws IOException {
        if (step.startsWith("C: ") || step.equals("C:")) {
            say(step.substring(Math.min(3, step.length())) + "\r\n");
        } else if (step.startsWith("R: ")) {
            say(step.substring(3).translateEscapes());
        } else if (step.startsWith("S: ")) {
            assertThat(hear()).as(step).matches(pattern(step.substring(3)));
        } else if (step.startsWith("S*: ")) {
            var wanted = pattern(step.substring(4));
            var heard = hear();
            while (!wanted.matcher(heard).matches()) {
                heard = hear();
            }
        } else if (step.equals("TLS")) {
            goOverToTls();
        } else if (step.equals("END")) {
            assertThat(in.read()).as("the end of the conversation").isNegative();
        } else if (step.equals("CLOSED")) {
            assertThat(plain.getInputStream().read()).as("the end of TCP").isNegative();
        } else if (!step.isBlank() && !step.startsWith("#")) {
            throw new IllegalArgumentException("Not a step of a transcript: " + step);
        }
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    String hear() throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("The server hung up after: " + line);
            }
            line.append((char) b);
        }
        assertThat(line.toString()).endsWith("\r");
        return line.substring(0, line.length() - 1);
    }

    private void goOverToTls() throws IOException {
        var host = socket.getInetAddress().getHostAddress();
        var tls = AnyCertificate.context().getSocketFactory();
        var secure = (SSLSocket) tls.createSocket(socket, host, socket.getPort(), true);
        secure.startHandshake();
        socket = secure;
        in = secure.getInputStream();
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(
                Arrays.stream(text.split("\\.\\.\\.", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
