package io.labnet.origin.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request's content on its way from the event loop, which never waits, to the thread that works
 * on it, which waits for it.
 */
final class ContentPipe extends InputStream {
    /** With this much unread, no more should be put in. */
    private static final int BYTES_FULL = 256 * 1024;

    private final ArrayDeque<byte[]> parts = new ArrayDeque<>();
    private final Runnable roomAgain;
    private int taken;
    private int bytes;
    private boolean ended;
    private boolean closed;
    private @Nullable IOException broken;

    /**
     * An empty pipe.
     *
     * @param roomAgain run by the reading thread when a full pipe has room again
     */
    ContentPipe(Runnable roomAgain) {
        this.roomAgain = roomAgain;
    }

    /** Copies a part into the pipe; drops it when nobody reads on. */
    synchronized void put(ByteBuf part) {
        if (!closed) {
            parts.add(ByteBufUtil.getBytes(part));
            bytes += part.readableBytes();
            notifyAll();
        }
    }

    synchronized boolean isFull() {
        return bytes >= BYTES_FULL;
    }

    /** Nothing more will come: that was all. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Nothing more will come, and that was not all. */
    synchronized void fail(IOException why) {
        if (!ended) {
            broken = why;
            notifyAll();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int count;
        boolean emptied;
        synchronized (this) {
            var part = next();
            if (part == null) {
                return -1;
            }
            var before = isFull();
            count = Math.min(length, part.length - taken);
            System.arraycopy(part, taken, target, offset, count);
            take(part, count);
            emptied = before && !isFull();
        }
        if (emptied) {
            roomAgain.run();
        }
        return count;
    }

    @Override
    public void close() {
        boolean emptied;
        synchronized (this) {
            emptied = isFull();
            closed = true;
            parts.clear();
            bytes = 0;
        }
        if (emptied) {
            roomAgain.run();
        }
    }

    private synchronized byte @Nullable [] next() throws IOException {
        try {
            while (broken == null && parts.isEmpty() && !ended && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for a request's content", e);
        }
        if (broken != null) {
            throw new IOException("The request's content broke off", broken);
        }
        return parts.peek();
    }

    private synchronized void take(byte[] part, int count) {
        bytes -= count;
        taken += count;
        if (taken == part.length) {
            parts.remove();
            taken = 0;
        }
    }
}
