package io.labnet.webcache.message;

/**
 * One line of a header section (RFC 9110 section 5).
 *
 * @param name compared without regard to case
 * @param value without the white space around it
 */
public record Field(String name, String value) {
    private static final String NAME_MARKS = "!#$%&'*+-.^_`|~";

    /** Whether this can be a field's name: a token (RFC 9110 section 5.6.2). */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c ->
                                (c >= '0' && c <= '9')
                                        || (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || NAME_MARKS.indexOf(c) >= 0);
    }
}
