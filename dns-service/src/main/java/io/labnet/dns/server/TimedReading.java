package io.labnet.dns.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Reading that must be done by a moment, however slowly the other side speaks. */
final class TimedReading {
    private TimedReading() {}

    /**
     * One message by TCP, with its length before it (RFC 7766 section 8).
     *
     * @param deadline of {@link System#nanoTime}
     * @throws SocketTimeoutException when it is not there by then
     * @throws IOException when it never will be
     */
    static byte[] message(Socket socket, long deadline) throws IOException {
        socket.setSoTimeout(millisLeft(deadline));
        var in = new DataInputStream(socket.getInputStream());
        var wire = new byte[in.readUnsignedShort()];
        for (int read = 0; read < wire.length; ) {
            socket.setSoTimeout(millisLeft(deadline));
            var more = in.read(wire, read, wire.length - read);
            if (more < 0) {
                throw new IOException("the reply by TCP ends early");
            }
            read += more;
        }
        return wire;
    }

    static int millisLeft(long deadline) throws SocketTimeoutException {
        var millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis < 1) {
            throw new SocketTimeoutException("no time left");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }
}
