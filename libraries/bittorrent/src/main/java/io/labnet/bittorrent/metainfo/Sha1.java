package io.labnet.bittorrent.metainfo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of pieces (BEP 3). */
final class Sha1 {
    private Sha1() {}

    static byte[] of(byte[] bytes, int length) {
        try {
            var digest = MessageDigest.getInstance("SHA-1");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
