package io.labnet.webcache.store;

/** Reads content in a file, piece by piece; not for several threads at once. */
interface FileReading {
    /**
     * Bytes that are written.
     *
     * @param position in the content
     * @return a region or bytes; later, when they must be brought first; or broken
     */
    Piece piece(long position, int mostBytes);

    /** Done; doing it twice does no harm. */
    void close();
}
