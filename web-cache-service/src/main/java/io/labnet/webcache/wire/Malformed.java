package io.labnet.webcache.wire;

/**
 * What came is no message, or one that could be read in two ways.
 *
 * <p>Thrown inside the decoders for every bad byte sequence that somebody sends, so it carries no
 * stack trace.
 */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String words;

    /**
     * A fault.
     *
     * @param status what a client is answered with: 400, 414 or 431
     * @param words one sentence on what was wrong
     */
    Malformed(int status, String words) {
        super(words, null, false, false);
        this.status = status;
        this.words = words;
    }

    /** A fault in how the message is written (RFC 9112 section 11.2): 400. */
    static Malformed of(String words) {
        return new Malformed(400, words);
    }

    public int status() {
        return status;
    }

    public String words() {
        return words;
    }
}
