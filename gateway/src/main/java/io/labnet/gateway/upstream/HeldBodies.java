package io.labnet.gateway.upstream;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Room in memory for request bodies that more than one instance may have to be told, bounded for
 * all requests together.
 */
public final class HeldBodies {
    private final Semaphore freeBytes;

    /**
     * Room that nobody uses yet.
     *
     * @param bytesMax at least as much as the largest body
     */
    public HeldBodies(int bytesMax) {
        freeBytes = new Semaphore(bytesMax);
    }

    /** A body in memory; closing it makes room for others. */
    public final class Held implements AutoCloseable {
        private final byte[] bytes;
        private final int reservedBytes;

        private Held(byte[] bytes, int reservedBytes) {
            this.bytes = bytes;
            this.reservedBytes = reservedBytes;
        }

        /** The body anew, for one more instance. */
        public RequestBody again() {
            return RequestBody.held(bytes);
        }

        @Override
        public void close() {
            freeBytes.release(reservedBytes);
        }
    }

    /**
     * Reads a whole body.
     *
     * @throws BodyRefused when it is too large, breaks off or finds no room
     */
    public Held hold(RequestBody body) throws IOException {
        var mostBytes = Math.toIntExact(body.mostBytes());
        if (!freeBytes.tryAcquire(mostBytes)) {
            throw new BodyRefused.NoRoom();
        }
        try {
            return new Held(body.readAllBytes(), mostBytes);
        } catch (IOException | RuntimeException failure) {
            freeBytes.release(mostBytes);
            throw failure;
        }
    }
}
