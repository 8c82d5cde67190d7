package io.labnet.origin.message;

/** The word of HTTP's grammar (RFC 9110 section 5.6.2): methods, field names, codings. */
final class Token {
    private static final String SIGNS = "!#$%&'*+-.^_`|~";

    private Token() {}

    static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isSign(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isSign(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || SIGNS.indexOf(c) >= 0;
    }
}
