package io.labnet.line;

import java.io.IOException;

/** How dot-stuffed data ended; except for {@link Ended} its end was seen and reading goes on. */
public sealed interface Data {
    /**
     * All of it was handed on.
     *
     * @param lengthBytes without the stuffed dots and without the line that ends it
     */
    record Complete(long lengthBytes) implements Data {}

    /** It was larger than allowed. */
    record TooLarge() implements Data {}

    /** It held a CR or LF that is not part of CRLF. */
    record BareNewline() implements Data {}

    /** Whoever was to keep it could not. */
    record Unstorable(IOException cause) implements Data {}

    /** The client left before the end. */
    record Ended() implements Data {}
}
