package io.labnet.webcache.store;

/** Reads content in order, for one client; not for several threads at once. */
public interface Reader {
    /**
     * What comes next.
     *
     * @param mostBytes how much is wanted at once, 1 or more
     */
    Piece next(int mostBytes);

    /** No more is wanted; doing it twice does no harm. */
    void close();
}
