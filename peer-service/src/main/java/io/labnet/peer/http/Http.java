package io.labnet.peer.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * GET and POST in HTTP/1.0 (RFC 1945), as much as trackers and torrent files need, each on a
 * connection of its own.
 *
 * <p>The JDK's client cannot be told how to look names up, so that it could neither ask the lab's
 * DNS nor be kept to the very address that was found allowed. Redirects are not followed.
 */
public final class Http {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration TOTAL_MAX = Duration.ofSeconds(10);
    private static final int LINE_BYTES_MAX = 8 << 10;
    private static final int HEADER_LINES_MAX = 100;
    private static final int PORT = 80;

    private final HostLookup lookup;
    private final AllowedNetworks allowed;

    public Http(HostLookup lookup, AllowedNetworks allowed) {
        this.lookup = lookup;
        this.allowed = allowed;
    }

    /**
     * Fetches what stands at an address.
     *
     * @param from the address to speak from; the any-address to leave it to the system
     * @param bodyBytesMax a longer answer is refused
     * @throws RefusedException when the status is not 2xx
     * @throws IOException when there is no such host, it may not be called, or it does not answer
     *     well within 10 seconds
     */
    public byte[] get(URI uri, InetAddress from, int bodyBytesMax) throws IOException {
        return call(uri, from, head("GET", uri) + "\r\n", new byte[0], bodyBytesMax);
    }

    /** Posts a body, like {@link #get}. */
    public byte[] post(URI uri, InetAddress from, String type, byte[] body, int bodyBytesMax)
            throws IOException {
        var head =
                head("POST", uri)
                        + "Content-Type: "
                        + type
                        + "\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        return call(uri, from, head, body, bodyBytesMax);
    }

    private static String head(String method, URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return method
                + " "
                + path
                + query
                + " HTTP/1.0\r\nHost: "
                + uri.getRawAuthority()
                + "\r\nUser-Agent: Labnet\r\nAccept: */*\r\nConnection: close\r\n";
    }

    private byte[] call(URI uri, InetAddress from, String head, byte[] body, int bodyBytesMax)
            throws IOException {
        var to = target(uri);
        try (var socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(to, (int) CONNECT_MAX.toMillis());
            var out = new ByteArrayOutputStream();
            out.writeBytes(head.getBytes(US_ASCII));
            out.writeBytes(body);
            socket.getOutputStream().write(out.toByteArray());
            var deadline = System.nanoTime() + TOTAL_MAX.toNanos();
            var in = new BufferedInputStream(new Timed(socket, deadline));
            return answer(in, bodyBytesMax);
        }
    }

    private InetSocketAddress target(URI uri) throws IOException {
        if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
            throw new ProtocolException("'" + uri + "' is not an http: address");
        }
        var address = lookup.addressOf(uri.getHost());
        if (!allowed.allow(address)) {
            throw new ProtocolException(
                    uri.getHost() + " is " + address.getHostAddress() + ", outside of the lab");
        }
        return new InetSocketAddress(address, uri.getPort() < 0 ? PORT : uri.getPort());
    }

    private static byte[] answer(InputStream in, int bodyBytesMax) throws IOException {
        var statusLine = line(in);
        if (!statusLine.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new ProtocolException("the server does not speak HTTP/1");
        }
        var length = contentLength(in);
        if (length > bodyBytesMax) {
            throw new ProtocolException("the answer is longer than " + bodyBytesMax + " bytes");
        }
        // Without a length the body ends with the connection (RFC 1945 section 7.2.2).
        var body = in.readNBytes(length >= 0 ? (int) length : bodyBytesMax + 1);
        if (length >= 0 && body.length < length) {
            throw new EOFException("the answer ends too early");
        }
        if (body.length > bodyBytesMax) {
            throw new ProtocolException("the answer is longer than " + bodyBytesMax + " bytes");
        }
        var status = Integer.parseInt(statusLine.substring(9, 12));
        if (status < 200 || status > 299) {
            throw new RefusedException(status, "the server said " + statusLine.substring(9));
        }
        return body;
    }

    /** Reads the header to its end; -1 when it tells no length. */
    private static long contentLength(InputStream in) throws IOException {
        long length = -1;
        for (int lines = 0; lines < HEADER_LINES_MAX; lines++) {
            var line = line(in);
            if (line.isEmpty()) {
                return length;
            }
            var colon = line.indexOf(':');
            var name = line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                length = number(line.substring(colon + 1).strip());
            }
        }
        throw new ProtocolException("more than " + HEADER_LINES_MAX + " header lines");
    }

    private static long number(String digits) throws ProtocolException {
        if (!digits.matches("[0-9]{1,18}")) {
            throw new ProtocolException("Content-Length is '" + digits + "'");
        }
        return Long.parseLong(digits);
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the answer ends too early");
            }
            if (line.size() >= LINE_BYTES_MAX) {
                throw new ProtocolException("a header line is too long");
            }
            line.write(b);
        }
        return line.toString(US_ASCII).stripTrailing();
    }

    /** A socket's input that ends in a timeout, however slowly the other side drips. */
    private static final class Timed extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final long deadlineNanos;

        Timed(Socket socket, long deadlineNanos) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0) {
                throw new SocketTimeoutException("no whole answer within " + TOTAL_MAX);
            }
            socket.setSoTimeout((int) leftMillis);
            return in.read(bytes, offset, length);
        }
    }
}
