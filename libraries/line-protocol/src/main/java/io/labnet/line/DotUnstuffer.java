package io.labnet.line;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Takes dot-stuffed data in pieces, hands it on without the stuffing, and knows where it ends. */
final class DotUnstuffer {
    private enum Place {
        LINE_START,
        IN_LINE,
        AFTER_CR,
        AFTER_DOT,
        AFTER_DOT_CR,
        OVER
    }

    private static final byte[] CRLF = {'\r', '\n'};

    private final OutputStream sink;
    private final long lengthMax;
    private Place place = Place.LINE_START;
    private long length;
    private boolean bareNewline;
    private @Nullable IOException failure;

    DotUnstuffer(OutputStream sink, long lengthMax) {
        this.sink = sink;
        this.lengthMax = lengthMax;
    }

    boolean isOver() {
        return place == Place.OVER;
    }

    Data outcome() {
        if (failure != null) {
            return new Data.Unstorable(failure);
        }
        if (bareNewline) {
            return new Data.BareNewline();
        }
        return length > lengthMax ? new Data.TooLarge() : new Data.Complete(length);
    }

    /** Takes bytes until they are used up or the data is over; returns how many it took. */
    int take(byte[] bytes, int from, int count) {
        var at = from;
        var to = from + count;
        while (at < to && place != Place.OVER) {
            if (place == Place.IN_LINE) {
                var stop = endOfRun(bytes, at, to);
                emit(bytes, at, stop - at);
                at = stop;
            }
            if (at < to) {
                place = after(bytes[at], bytes, at);
                at++;
            }
        }
        return at - from;
    }

    private static int endOfRun(byte[] bytes, int from, int to) {
        var at = from;
        while (at < to && bytes[at] != '\r' && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private Place after(byte b, byte[] bytes, int at) {
        return switch (place) {
            case LINE_START -> b == '.' ? Place.AFTER_DOT : inLine(b, bytes, at);
            case IN_LINE -> inLine(b, bytes, at);
            case AFTER_CR -> {
                if (b == '\n') {
                    emit(CRLF, 0, CRLF.length);
                    yield Place.LINE_START;
                }
                bareNewline = true;
                yield inLine(b, bytes, at);
            }
            // The dot was stuffed: RFC 5321 section 4.5.2.
            case AFTER_DOT -> b == '\r' ? Place.AFTER_DOT_CR : inLine(b, bytes, at);
            case AFTER_DOT_CR -> {
                if (b == '\n') {
                    yield Place.OVER;
                }
                bareNewline = true;
                yield inLine(b, bytes, at);
            }
            case OVER -> Place.OVER;
        };
    }

    private Place inLine(byte b, byte[] bytes, int at) {
        switch (b) {
            case '\r' -> {
                return Place.AFTER_CR;
            }
            // "LF.LF" and "LF.CRLF" are what a smuggler sends: no line ends here.
            case '\n' -> bareNewline = true;
            default -> emit(bytes, at, 1);
        }
        return Place.IN_LINE;
    }

    private void emit(byte[] bytes, int from, int count) {
        length += count;
        if (count == 0 || length > lengthMax || bareNewline || failure != null) {
            return;
        }
        try {
            sink.write(bytes, from, count);
        } catch (IOException e) {
            failure = e;
        }
    }
}
