package io.labnet.tracker.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.labnet.bittorrent.bencode.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection over which a test says exactly what it wants. */
final class RawHttp implements AutoCloseable {
    record Answer(int status, Map<String, String> headers, ByteString content) {
        byte[] body() {
            return content.bytes();
        }

        String text() {
            return content.text();
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;

    RawHttp(InetSocketAddress address) throws IOException {
        socket.connect(address, 5000);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    static Answer get(InetSocketAddress address, String target) throws IOException {
        try (var http = new RawHttp(address)) {
            return http.get(target);
        }
    }

    Answer get(String target) throws IOException {
        say("GET " + target + " HTTP/1.1\r\nHost: tracker\r\n\r\n");
        return hear(true);
    }

    void say(String text) throws IOException {
        say(text.getBytes(ISO_8859_1));
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Reads one answer; one to a HEAD and a 304 have no body. */
    Answer hear(boolean hasBody) throws IOException {
        var status =
                Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = in.readNBytes(hasBody ? length : 0);
        return new Answer(status, headers, ByteString.of(body));
    }

    boolean hasAnswer() throws IOException {
        return in.available() > 0;
    }

    boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server hung up after '" + line + "'");
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
