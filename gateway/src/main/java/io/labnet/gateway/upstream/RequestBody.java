package io.labnet.gateway.upstream;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way through: streamed, counted, and cut off at a limit.
 *
 * <p>Remembers what went wrong on the sender's side, so that it is not put down to the service.
 */
public final class RequestBody extends FilterInputStream {
    private static final long UNKNOWN = -1;

    private final long lengthBytes;
    private final long bytesMax;
    private long readBytes;
    private volatile @Nullable BodyRefused refusal;

    private RequestBody(InputStream in, long lengthBytes, long bytesMax) {
        super(in);
        this.lengthBytes = lengthBytes;
        this.bytesMax = bytesMax;
    }

    /**
     * A body as the sender announced it.
     *
     * @param lengthBytes as in Content-Length; -1 when it is sent in chunks
     * @param bytesMax the most that is let through
     * @throws BodyRefused.TooLarge when it is announced to be larger
     */
    public static RequestBody of(InputStream in, long lengthBytes, long bytesMax)
            throws BodyRefused.TooLarge {
        if (lengthBytes > bytesMax) {
            throw new BodyRefused.TooLarge(bytesMax);
        }
        return new RequestBody(in, lengthBytes, bytesMax);
    }

    /** The body of a request that has none. */
    public static RequestBody none() {
        return held(new byte[0]);
    }

    /** A body that is in memory already. */
    static RequestBody held(byte[] bytes) {
        return new RequestBody(new ByteArrayInputStream(bytes), bytes.length, bytes.length);
    }

    /** How many bytes it may come to. */
    long mostBytes() {
        return lengthBytes == UNKNOWN ? bytesMax : lengthBytes;
    }

    BodyPublisher publisher() {
        if (lengthBytes == 0) {
            return BodyPublishers.noBody();
        }
        var chunked = BodyPublishers.ofInputStream(() -> this);
        return lengthBytes == UNKNOWN
                ? chunked
                : BodyPublishers.fromPublisher(chunked, lengthBytes);
    }

    /** What the sender did wrong; null when nothing. */
    @Nullable BodyRefused refusal() {
        return refusal;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var count = readOrRefuse(buffer, offset, length);
        readBytes += Math.max(0, count);
        if (readBytes > bytesMax) {
            throw refused(new BodyRefused.TooLarge(bytesMax));
        }
        return count;
    }

    private int readOrRefuse(byte[] buffer, int offset, int length) throws BodyRefused {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException gone) {
            throw refused(new BodyRefused.SenderGone(gone));
        }
    }

    private BodyRefused refused(BodyRefused why) {
        refusal = why;
        return why;
    }

    /** The servlet container owns the stream; the HTTP client must not close it. */
    @Override
    public void close() {}
}
