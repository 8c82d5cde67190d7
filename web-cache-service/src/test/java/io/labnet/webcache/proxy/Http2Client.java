package io.labnet.webcache.proxy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 that writes what frames it likes; shares no code with the proxy. */
final class Http2Client implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final byte STATUS_200 = (byte) 0x88;
    static final byte STATUS_400 = (byte) 0x8c;

    /** One frame (RFC 9113 section 4.1). */
    static final class Frame {
        private final int type;
        private final int flags;
        private final int stream;
        private final byte[] payload;

        private Frame(int type, int flags, int stream, byte[] payload) {
            this.type = type;
            this.flags = flags;
            this.stream = stream;
            this.payload = payload;
        }

        int type() {
            return type;
        }

        int stream() {
            return stream;
        }

        byte[] payload() {
            return payload;
        }

        boolean ends() {
            return (flags & END_STREAM) != 0;
        }

        /** The error code of a RST_STREAM or GOAWAY. */
        int number() {
            return ByteBuffer.wrap(payload).getInt(payload.length >= 8 ? 4 : 0);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Http2Client(InetSocketAddress proxy) throws IOException {
        this(new Socket(proxy.getAddress(), proxy.getPort()));
    }

    /** One over a connection that is there. */
    Http2Client(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        var head = ByteBuffer.allocate(9);
        head.putShort((short) (payload.length >>> 8)).put((byte) payload.length);
        head.put((byte) type).put((byte) flags).putInt(stream);
        out.writeBytes(head.array());
        out.writeBytes(payload);
        socket.getOutputStream().write(out.toByteArray());
        out.reset();
    }

    void send(int type, int stream, int number) throws IOException {
        send(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
    }

    /** Asks for a URL that begins with {@code http://}; fields are names and values in turn. */
    void ask(int stream, String method, String url, boolean ends, String... fields)
            throws IOException {
        var slash = url.indexOf('/', 7);
        var block = new ByteArrayOutputStream();
        if (method.equals("GET")) {
            block.write(0x82);
        } else {
            block.write(0x02);
            text(block, method);
        }
        block.write(0x86);
        block.write(0x01);
        text(block, url.substring(7, slash));
        block.write(0x04);
        text(block, url.substring(slash));
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0x00);
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        send(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block.toByteArray());
    }

    /** Asks for a tunnel (RFC 9113 section 8.5). */
    void connect(int stream, String authority) throws IOException {
        var block = new ByteArrayOutputStream();
        block.write(0x02);
        text(block, "CONNECT");
        block.write(0x01);
        text(block, authority);
        send(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    private static void text(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The next frame; null at the end of the connection. */
    @Nullable Frame next() throws IOException {
        try {
            var length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
            var type = in.readUnsignedByte();
            var flags = in.readUnsignedByte();
            var stream = in.readInt();
            return new Frame(type, flags, stream, in.readNBytes(length));
        } catch (EOFException end) {
            return null;
        }
    }

    /** The next frame of this type. */
    Frame next(int type) throws IOException {
        for (var frame = next(); frame != null; frame = next()) {
            if (frame.type() == type) {
                return frame;
            }
        }
        throw new EOFException("the connection ended before a frame of type " + type);
    }

    /** The next frame of any other type. */
    Frame nextBut(int type) throws IOException {
        for (var frame = next(); frame != null; frame = next()) {
            if (frame.type() != type) {
                return frame;
            }
        }
        throw new EOFException("the connection ended with frames of type " + type);
    }

    /** All content of a stream, to its end. */
    String content(int stream) throws IOException {
        var content = new ByteArrayOutputStream();
        while (true) {
            var frame = next(DATA);
            if (frame.stream() == stream) {
                content.writeBytes(frame.payload());
                if (frame.ends()) {
                    return content.toString(StandardCharsets.ISO_8859_1);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
