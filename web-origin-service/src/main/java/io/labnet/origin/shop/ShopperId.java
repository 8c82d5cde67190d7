package io.labnet.origin.shop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The ID in a shopper's cookie. Whoever has it is that shopper, so it is 128 bits of chance where
 * the book has a number, and the database holds its hash alone.
 */
record ShopperId(String text) {
    private static final int BYTES = 16;
    private static final int CHARS_SHOWN = 8;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");

    static ShopperId random(SecureRandom chance) {
        var bytes = new byte[BYTES];
        chance.nextBytes(bytes);
        return new ShopperId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Whether a cookie's value can be one of ours at all. */
    static boolean is(String value) {
        return FORM.matcher(value).matches();
    }

    /** What the database knows of it: 64 hexadecimal digits. */
    String sha256() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Enough of a value to know it again, too little to be taken for its owner. */
    static String masked(String value) {
        return value.length() <= CHARS_SHOWN ? value : value.substring(0, CHARS_SHOWN) + "…";
    }

    /** Never whole, as this may end in a log. */
    @Override
    public String toString() {
        return masked(text);
    }
}
