package io.labnet.origin.message;

import java.util.Arrays;

/** The word of HTTP's grammar (RFC 9110 section 5.6.2): methods, field names, codings. */
final class Token {
    private static final boolean[] SIGNS = signs();

    private Token() {}

    static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isSign(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether a token may have this character. */
    static boolean isSign(char c) {
        return c < SIGNS.length && SIGNS[c];
    }

    private static boolean[] signs() {
        var signs = new boolean[128];
        "!#$%&'*+-.^_`|~".chars().forEach(c -> signs[c] = true);
        Arrays.fill(signs, '0', '9' + 1, true);
        Arrays.fill(signs, 'A', 'Z' + 1, true);
        Arrays.fill(signs, 'a', 'z' + 1, true);
        return signs;
    }
}
