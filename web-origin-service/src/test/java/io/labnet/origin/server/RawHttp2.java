package io.labnet.origin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2, frame by frame, that can do what no decent one does (RFC 9113). */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PROTOCOL_ERROR = 1;
    static final int REFUSED_STREAM = 7;
    static final int ENHANCE_YOUR_CALM = 11;

    record Frame(int type, int flags, int stream, ByteBuffer payload) {
        boolean endsStream() {
            return (flags & END_STREAM) != 0;
        }
    }

    /**
     * What came on a stream.
     *
     * @param reset the error with which the server ended it; null when it did not
     */
    record Heard(Map<String, String> fields, String body, @Nullable Integer reset) {
        @Nullable String status() {
            return fields.get(":status");
        }
    }

    private static final class Stream {
        private final Map<String, String> fields = new LinkedHashMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private @Nullable Integer reset;
        private boolean ended;
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);
    private final Map<Integer, Stream> streams = new LinkedHashMap<>();

    /** Sends preface and settings. */
    RawHttp2(Socket socket, int... settings) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        var payload = ByteBuffer.allocate(3 * settings.length);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        send(SETTINGS, 0, 0, payload.array());
    }

    void send(int type, int flags, int stream, byte... payload) throws IOException {
        socket.getOutputStream().write(frame(type, flags, stream, payload));
    }

    void sendAll(byte[] frames) throws IOException {
        socket.getOutputStream().write(frames);
    }

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** A GET of a path of the school, whole. */
    void get(int stream, String path) throws IOException {
        request(stream, END_STREAM, fields("GET", path));
    }

    static String[] fields(String method, String path, String... more) {
        var first =
                new String[] {
                    ":method", method, ":scheme", "http", ":path", path, ":authority", SCHOOL
                };
        var all = new String[first.length + more.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    static final String SCHOOL = "www.someschool.edu";

    void request(int stream, int flags, String... namesAndValues) throws IOException {
        send(HEADERS, flags | END_HEADERS, stream, encoded(namesAndValues));
    }

    // Literals without indexing, names spelled out (RFC 7541 section 6.2.2).
    static byte[] encoded(String... namesAndValues) {
        var block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            string(block, namesAndValues[i]);
            string(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        var length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                block.write((length & 127) | 128);
            }
            block.write(length);
        }
        block.writeBytes(text.getBytes(ISO_8859_1));
    }

    void window(int stream, int more) throws IOException {
        send(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(more).array());
    }

    /** The next frame; what it says of its stream is remembered. */
    Frame next() throws IOException, Http2Exception {
        var lengthAndType = in.readInt();
        var flags = in.readUnsignedByte();
        var stream = in.readInt();
        var payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        var frame = new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
        remember(frame);
        return frame;
    }

    private void remember(Frame frame) throws Http2Exception {
        var stream = streams.computeIfAbsent(frame.stream(), _ -> new Stream());
        switch (frame.type()) {
            case HEADERS -> {
                var block = Unpooled.wrappedBuffer(frame.payload());
                hpack.decodeHeaders(frame.stream(), block)
                        .forEach(field ->
                                stream.fields.put(
                                        field.getKey().toString(), field.getValue().toString()));
                stream.ended |= frame.endsStream();
            }
            case DATA -> {
                stream.body.writeBytes(frame.payload().array());
                stream.ended |= frame.endsStream();
            }
            case RST_STREAM -> {
                stream.reset = frame.payload().getInt(0);
                stream.ended = true;
            }
            default -> {}
        }
    }

    /** What comes on a stream up to its end. */
    Heard hear(int stream) throws IOException, Http2Exception {
        var heard = streams.computeIfAbsent(stream, _ -> new Stream());
        while (!heard.ended) {
            next();
        }
        return new Heard(heard.fields, heard.body.toString(ISO_8859_1), heard.reset);
    }

    /** Whether what came on a stream is this much content, so far. */
    int contentOf(int stream) {
        var heard = streams.get(stream);
        return heard == null ? 0 : heard.body.size();
    }

    /** The next frame of a type. */
    Frame await(int type) throws IOException, Http2Exception {
        var frame = next();
        while (frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    /** The error of a GOAWAY, after which the server closes. */
    int awaitGoAway() throws IOException, Http2Exception {
        var error = await(GOAWAY).payload().getInt(4);
        try {
            while (true) {
                next();
            }
        } catch (EOFException | SocketException closed) {
            return error;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
