package io.labnet.line;

/** What came when a line was awaited. */
public sealed interface Line {
    /**
     * A line that ended with CRLF.
     *
     * @param text without the CRLF, each byte one character (ISO 8859-1)
     */
    record Text(String text) implements Line {}

    /** A line longer than the limit; it was skipped up to its end. */
    record TooLong() implements Line {}

    /** A line with a CR or LF that is not part of CRLF, or with a NUL; it was skipped. */
    record Malformed() implements Line {}

    /** Nothing more will come: the client left, or the listener is shutting down. */
    record Ended() implements Line {}
}
