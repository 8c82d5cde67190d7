package io.labnet.line;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a line protocol, at either end.
 *
 * <p>One thread reads. Whatever is said is said whole, also when several threads write. What is
 * written leaves at the latest when the reader waits.
 */
public final class LineConnection implements Closeable {
    private static final int OUT_BUFFER_BYTES = 16 * 1024;

    private final Socket raw;
    private final LineLimits limits;
    private final long deadlineNanos;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Socket socket;
    private LineReader reader;
    private OutputStream out;
    private volatile long writingSinceNanos;
    private volatile boolean waiting;
    private volatile @Nullable String goodbye;
    private volatile @Nullable Thread watch;

    /** A connection over a connected socket, which it closes in the end. */
    public LineConnection(Socket raw, LineLimits limits) throws IOException {
        this.raw = raw;
        this.socket = raw;
        this.limits = limits;
        this.deadlineNanos = System.nanoTime() + limits.sessionMax().toNanos();
        this.reader = new LineReader(raw.getInputStream(), this::readyToWait);
        this.out = new BufferedOutputStream(raw.getOutputStream(), OUT_BUFFER_BYTES);
    }

    /**
     * Calls somebody.
     *
     * @param from the local address to call from; its port may be 0
     * @param patience longest wait for the connection to stand
     */
    public static LineConnection dial(
            InetSocketAddress from, InetSocketAddress to, Duration patience, LineLimits limits)
            throws IOException {
        var socket = new Socket();
        try {
            socket.bind(from);
            socket.connect(to, Math.toIntExact(patience.toMillis()));
            socket.setTcpNoDelay(true);
            var connection = new LineConnection(socket, limits);
            connection.watch = Thread.ofVirtual().name("line-watch").start(connection::watch);
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public InetSocketAddress peer() {
        return (InetSocketAddress) raw.getRemoteSocketAddress();
    }

    public InetSocketAddress local() {
        return (InetSocketAddress) raw.getLocalSocketAddress();
    }

    /** The TLS in use, such as {@code TLSv1.3 TLS_AES_256_GCM_SHA384}; null when there is none. */
    public @Nullable String encryption() {
        return socket instanceof SSLSocket secure
                ? secure.getSession().getProtocol() + " " + secure.getSession().getCipherSuite()
                : null;
    }

    /** Waits for a line within the limits of this connection. */
    public Line readLine() throws IOException {
        writing.lock();
        try {
            if (goodbye != null) {
                return new Line.Ended();
            }
            waiting = true;
        } finally {
            writing.unlock();
        }
        try {
            return reader.readLine(limits.lineBytesMax());
        } catch (IOException e) {
            // The goodbye was said while we waited, and then the socket was closed.
            if (goodbye != null) {
                return new Line.Ended();
            }
            throw e;
        } finally {
            waiting = false;
        }
    }

    /** See {@link LineReader#readData}. */
    public Data readData(OutputStream sink, long lengthMax) throws IOException {
        return reader.readData(sink, lengthMax);
    }

    /** See {@link LineReader#readBytes}. */
    public boolean readBytes(OutputStream sink, long length) throws IOException {
        return reader.readBytes(sink, length);
    }

    /** Whether more was sent than was asked for, such as commands after STARTTLS. */
    public boolean hasUnread() {
        return reader.hasUnread();
    }

    /** Says one line; the CRLF is added. */
    public void writeLine(String line) throws IOException {
        write(o -> o.write(LineReader.bytes(line + "\r\n")));
    }

    /** Something to be written whole. */
    @FunctionalInterface
    public interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Says something whole: nobody else's words come between. */
    public void write(Writing what) throws IOException {
        writing.lock();
        try {
            writingSinceNanos = System.nanoTime();
            what.to(out);
        } finally {
            writingSinceNanos = 0;
            writing.unlock();
        }
    }

    public void flush() throws IOException {
        write(OutputStream::flush);
    }

    /**
     * Goes over to TLS. What was read ahead must have been looked at before (see {@link
     * #hasUnread}): it came in the clear and must not count as said inside TLS (CVE-2011-0411).
     *
     * @param server whether this is the side with the certificate
     * @throws IllegalStateException when something was read ahead
     */
    public void secure(SSLContext tls, boolean server) throws IOException {
        if (reader.hasUnread()) {
            throw new IllegalStateException("Plaintext was sent ahead of the TLS handshake");
        }
        flush();
        var host = peer().getAddress().getHostAddress();
        // The last argument lets it close the socket below: else it would wait for its peer first.
        var secure =
                (SSLSocket) tls.getSocketFactory().createSocket(raw, host, peer().getPort(), true);
        secure.setUseClientMode(!server);
        secure.setSoTimeout(patienceMillis());
        secure.startHandshake();
        writing.lock();
        try {
            socket = secure;
            reader = new LineReader(secure.getInputStream(), this::readyToWait);
            out = new BufferedOutputStream(secure.getOutputStream(), OUT_BUFFER_BYTES);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Ends the conversation from outside, as soon as no command is being worked on: a client that
     * is silent hears the words at once, a busy one after its answer.
     */
    void sayGoodbye(@Nullable String words) {
        writing.lock();
        try {
            goodbye = words == null ? "" : words;
            if (waiting) {
                writeGoodbye();
                raw.close();
            }
        } catch (IOException e) {
            // Whoever does not listen any more needs no goodbye.
            hangUp();
        } finally {
            writing.unlock();
        }
    }

    void writeGoodbye() throws IOException {
        var words = goodbye;
        if (words != null && !words.isEmpty() && !raw.isClosed()) {
            writeLine(words);
            flush();
        }
    }

    /** Whether it lasted too long, or hangs in a write that its peer does not take. */
    boolean isOverdue(long nowNanos) {
        var since = writingSinceNanos;
        return nowNanos - deadlineNanos > limits.idleMax().toNanos()
                || (since != 0 && nowNanos - since > limits.idleMax().toNanos());
    }

    // Nobody sweeps a connection that we opened ourselves; see LineListener.
    private void watch() {
        try {
            while (!raw.isClosed()) {
                Thread.sleep(LineListener.SWEEP);
                if (isOverdue(System.nanoTime())) {
                    hangUp();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes the socket at once; whoever reads or writes gets an exception. */
    void hangUp() {
        try {
            raw.close();
        } catch (IOException e) {
            throw new IllegalStateException("A socket cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (!raw.isClosed()) {
                flush();
                socket.close();
            }
        } finally {
            raw.close();
            var watching = watch;
            if (watching != null) {
                watching.interrupt();
            }
        }
    }

    private void readyToWait() throws IOException {
        flush();
        socket.setSoTimeout(patienceMillis());
    }

    private int patienceMillis() throws SocketTimeoutException {
        var left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("The conversation lasted too long");
        }
        return (int) Math.min(Math.min(left, limits.idleMax().toMillis()), Integer.MAX_VALUE);
    }
}
