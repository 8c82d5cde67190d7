package io.labnet.webcache.policy;

/**
 * Why something was decided.
 *
 * @param words a clause in plain words
 * @param source the rule behind it, such as {@code RFC 9111 section 4.2.2}
 */
public record Reason(String words, String source) {
    /** Because of a section of RFC 9111. */
    static Reason caching(String words, String section) {
        return new Reason(words, "RFC 9111 section " + section);
    }

    @Override
    public String toString() {
        return words + " (" + source + ")";
    }
}
