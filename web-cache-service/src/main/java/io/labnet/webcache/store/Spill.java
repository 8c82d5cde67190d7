package io.labnet.webcache.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/** A place on disk for content that arrives and is too large for memory; safe for many threads. */
interface Spill {
    /** Hears, from another thread, how the writing goes. */
    interface Progress {
        /** So much of the content is written, and can be read. */
        void written(long lengthBytes);

        /** No more of it will be written. */
        void failed();
    }

    /** Writes what comes next, later and by another thread; the bytes must not change. */
    void write(ByteBuffer bytes);

    /** Ends the content: it is in the store once all of it is written. */
    void seal();

    /** Gives up: nothing of it will be found, but whoever reads it goes on. */
    void discard();

    /**
     * Begins to read what is written.
     *
     * @return empty when it is gone
     */
    Optional<FileReading> read(boolean regions, Runnable ready);
}
