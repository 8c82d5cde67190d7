package io.labnet.origin.site;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Numbers that a client may use for some time, each count once (RFC 7616 section 3.3 and 5.4).
 *
 * <p>A nonce carries its own time and is signed, so that nothing is remembered of those that are
 * never used. Safe for many threads.
 */
final class Nonces {
    /** What became of a use. */
    enum Use {
        FRESH,
        /** The nonce was ours once; a client that knows the password may have a new one. */
        STALE,
        /** No nonce of ours, or a count that was used before. */
        REFUSED
    }

    private static final int KEY_BYTES = 32;
    private static final int STAMP_CHARS = 32;
    private static final int SIGNATURE_BYTES = 16;

    /** Counts may come out of order, over several connections, by this much. */
    private static final int WINDOW = 64;

    /** The counts of one nonce that were used: the highest, and which of those just below it. */
    private record Counts(long highest, long used) {
        static final Counts NONE = new Counts(0, 0);

        boolean has(long count) {
            var behind = highest - count;
            return behind >= 0 && (behind >= WINDOW || (used >>> behind & 1) == 1);
        }

        Counts with(long count) {
            var ahead = count - highest;
            if (ahead <= 0) {
                return new Counts(highest, used | 1L << -ahead);
            }
            return new Counts(count, ahead >= WINDOW ? 1 : used << ahead | 1);
        }
    }

    private final byte[] key = new byte[KEY_BYTES];
    private final AtomicLong serial = new AtomicLong();
    private final LinkedHashMap<String, Counts> used = new LinkedHashMap<>();
    private final Duration lifetime;
    private final int usedMax;
    private final Clock clock;
    private long forgottenUpToMillis = Long.MIN_VALUE;

    /**
     * Nonces of a server that has just started: those of an earlier one are refused.
     *
     * @param usedMax of how many nonces the counts are remembered; older ones become stale
     */
    Nonces(Duration lifetime, int usedMax, Clock clock) {
        this.lifetime = lifetime;
        this.usedMax = usedMax;
        this.clock = clock;
        new SecureRandom().nextBytes(key);
    }

    String next() {
        var stamp = "%016x%016x".formatted(clock.millis(), serial.incrementAndGet());
        return stamp + signature(stamp);
    }

    /**
     * Uses a nonce.
     *
     * @param count the client's own, from 1
     */
    Use use(String nonce, long count) {
        if (!isOurs(nonce)) {
            return Use.REFUSED;
        }
        var made = Long.parseLong(nonce.substring(0, STAMP_CHARS / 2), 16);
        synchronized (this) {
            if (clock.millis() - made > lifetime.toMillis() || made <= forgottenUpToMillis) {
                used.remove(nonce);
                return Use.STALE;
            }
            var counts = used.getOrDefault(nonce, Counts.NONE);
            if (count < 1 || counts.has(count)) {
                return Use.REFUSED;
            }
            used.put(nonce, counts.with(count));
            forgetOldest();
            return Use.FRESH;
        }
    }

    // What is forgotten must not count as unused, so nothing as old as it is taken any more.
    private void forgetOldest() {
        if (used.size() > usedMax) {
            var oldest = used.keySet().iterator().next();
            used.remove(oldest);
            var made = Long.parseLong(oldest.substring(0, STAMP_CHARS / 2), 16);
            forgottenUpToMillis = Math.max(forgottenUpToMillis, made);
        }
    }

    private boolean isOurs(String nonce) {
        if (nonce.length() != STAMP_CHARS + 2 * SIGNATURE_BYTES) {
            return false;
        }
        var signature = signature(nonce.substring(0, STAMP_CHARS));
        return MessageDigest.isEqual(
                signature.getBytes(StandardCharsets.US_ASCII),
                nonce.substring(STAMP_CHARS).getBytes(StandardCharsets.US_ASCII));
    }

    private String signature(String stamp) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            var sum = mac.doFinal(stamp.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sum, 0, SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
