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
import org.jspecify.annotations.Nullable;

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

    /**
     * The counts of one nonce that were used: the highest, and which of those just below it.
     *
     * @param opener the client's own nonce when it first used it
     */
    private record Counts(long highest, long used, String opener) {
        boolean has(long count) {
            var behind = highest - count;
            return behind >= 0 && (behind >= WINDOW || (used >>> behind & 1) == 1);
        }

        Counts with(long count) {
            var ahead = count - highest;
            if (ahead <= 0) {
                return new Counts(highest, used | 1L << -ahead, opener);
            }
            return new Counts(count, ahead >= WINDOW ? 1 : used << ahead | 1, opener);
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
     * @param clientNonce remembered when it is the first use
     */
    Use use(String nonce, long count, String clientNonce) {
        if (!isOurs(nonce)) {
            return Use.REFUSED;
        }
        var made = made(nonce);
        synchronized (this) {
            if (clock.millis() - made > lifetime.toMillis() || made <= forgottenUpToMillis) {
                used.remove(nonce);
                return Use.STALE;
            }
            var counts = used.getOrDefault(nonce, new Counts(0, 0, clientNonce));
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
            forgottenUpToMillis = Math.max(forgottenUpToMillis, made(oldest));
        }
    }

    private static long made(String nonce) {
        return Long.parseLong(nonce.substring(0, STAMP_CHARS / 2), 16);
    }

    /** The client's own nonce when it first used one of ours; null when that is not known. */
    synchronized @Nullable String opener(String nonce) {
        var counts = used.get(nonce);
        return counts == null ? null : counts.opener();
    }

    /** Whether one of ours has more of its time behind it than before it. */
    boolean isAgeing(String nonce) {
        return 2 * (clock.millis() - made(nonce)) > lifetime.toMillis();
    }

    boolean isOurs(String nonce) {
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
