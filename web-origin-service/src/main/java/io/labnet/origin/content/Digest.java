package io.labnet.origin.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes named by their own content: other bytes have another name. */
final class Digest {
    /** 96 bits: two versions of a page alike by chance will not be seen. */
    private static final int BYTES_KEPT = 12;

    private Digest() {}

    static String of(byte[] bytes) {
        try {
            var sum = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(sum, 0, BYTES_KEPT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
