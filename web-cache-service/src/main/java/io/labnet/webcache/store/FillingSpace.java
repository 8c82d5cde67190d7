package io.labnet.webcache.store;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory all arriving responses may take together, before they are stored. */
final class FillingSpace {
    private final AtomicLong freeBytes;

    /** Space that nobody has taken yet. */
    FillingSpace(long totalBytes) {
        this.freeBytes = new AtomicLong(totalBytes);
    }

    boolean reserve(long bytes) {
        if (freeBytes.addAndGet(-bytes) >= 0) {
            return true;
        }
        freeBytes.addAndGet(bytes);
        return false;
    }

    /** Takes it even if there is none left: for what is here already and must go somewhere. */
    void take(long bytes) {
        freeBytes.addAndGet(-bytes);
    }

    boolean isExhausted() {
        return freeBytes.get() <= 0;
    }

    void release(long bytes) {
        freeBytes.addAndGet(bytes);
    }
}
