package io.labnet.webcache.store;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory all arriving responses may take together, before they are stored. */
public final class FillingSpace {
    private final AtomicLong freeBytes;
    private final int objectBytesMax;

    /**
     * Space that nobody has taken yet.
     *
     * @param totalBytes for all responses on their way
     * @param objectBytesMax for one of them
     */
    public FillingSpace(long totalBytes, int objectBytesMax) {
        this.freeBytes = new AtomicLong(totalBytes);
        this.objectBytesMax = objectBytesMax;
    }

    public Filling open() {
        return new Filling(this, objectBytesMax);
    }

    /** Whether content of this announced length may be kept at all. */
    public boolean holds(long lengthBytes) {
        return lengthBytes <= objectBytesMax;
    }

    boolean reserve(int bytes) {
        if (freeBytes.addAndGet(-bytes) >= 0) {
            return true;
        }
        freeBytes.addAndGet(bytes);
        return false;
    }

    void release(int bytes) {
        freeBytes.addAndGet(bytes);
    }
}
