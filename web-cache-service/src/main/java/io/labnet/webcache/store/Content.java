package io.labnet.webcache.store;

import io.labnet.webcache.message.Fields;
import java.util.Optional;

/** The content of a response: all of it there, in memory or on disk, or still arriving. */
public sealed interface Content permits Chunks, DiskContent, Filling, Patchwork {
    /** The length of content that is still arriving and has not been announced. */
    long UNKNOWN = -1;

    /** How many bytes it has; {@link #UNKNOWN} while nobody can say. */
    long lengthBytes();

    /** How many of its bytes are in memory now. */
    long heldBytes();

    /**
     * Begins to read; whoever does so closes the reader.
     *
     * @param span which bytes are wanted
     * @param regions whether parts of files will do, for sendfile; else all comes as bytes
     * @param ready run by any thread, once for each {@link Piece.Later}, when there may be more
     * @return empty when the content is gone: dropped from disk, or purged while it arrived
     */
    Optional<Reader> open(Span span, boolean regions, Runnable ready);

    /** What followed it (RFC 9110 section 6.5), as long as that is known. */
    default Fields trailers() {
        return Fields.NONE;
    }

    /**
     * Some bytes in a row.
     *
     * @param first offset of the first one
     * @param end offset behind the last one; {@link #UNKNOWN} for all that come
     */
    record Span(long first, long end) {
        public static final Span ALL = new Span(0, UNKNOWN);

        public boolean isEmpty() {
            return first == end;
        }

        long lengthAt(long position, long most) {
            return end == UNKNOWN ? most : Math.min(most, end - position);
        }

        boolean endsAt(long position) {
            return position == end;
        }
    }
}
