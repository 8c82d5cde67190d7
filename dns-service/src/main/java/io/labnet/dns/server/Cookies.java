package io.labnet.dns.server;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Server cookies (RFC 7873), in the layout that servers of one address share whoever wrote them
 * (RFC 9018): who brings one back has shown that replies to its address reach it.
 */
final class Cookies {
    static final int CLIENT_BYTES = 8;

    /** Of a client's cookie and the server's together. */
    static final int WHOLE_BYTES = 24;

    static final int SECRET_BYTES = 16;
    private static final int HASHED_BYTES = 16;
    private static final int TIME_AT = 12;
    private static final byte VERSION = 1;
    private static final int RENEWED_AFTER_SECONDS = 30 * 60;
    private static final int VALID_SECONDS = 60 * 60;
    private static final int AHEAD_SECONDS_MAX = 5 * 60;

    private final byte[] secret;

    /**
     * Cookies of one secret.
     *
     * @param secret {@value #SECRET_BYTES} bytes
     */
    Cookies(byte[] secret) {
        this.secret = Arrays.copyOf(secret, SECRET_BYTES);
    }

    /**
     * Whether this is a cookie of ours, for this client and still good (RFC 9018 section 4).
     *
     * @param cookie the client's, and what it holds to be ours
     */
    boolean isValid(byte[] cookie, InetAddress client, long nowSeconds) {
        if (cookie.length != WHOLE_BYTES || cookie[CLIENT_BYTES] != VERSION) {
            return false;
        }
        var age = ageSeconds(cookie, nowSeconds);
        // In constant time, or a forger could try the hash byte by byte.
        return age <= VALID_SECONDS
                && age >= -AHEAD_SECONDS_MAX
                && MessageDigest.isEqual(cookie, signed(cookie, client));
    }

    /** What the client is to bring next time: the same cookie while it is young, or a new one. */
    byte[] next(byte[] cookie, InetAddress client, long nowSeconds) {
        if (isValid(cookie, client, nowSeconds)
                && ageSeconds(cookie, nowSeconds) < RENEWED_AFTER_SECONDS) {
            return cookie;
        }
        var fresh = ByteBuffer.allocate(WHOLE_BYTES);
        fresh.put(cookie, 0, CLIENT_BYTES).put(VERSION).putInt(TIME_AT, (int) nowSeconds);
        return signed(fresh.array(), client);
    }

    // Time goes round as serial numbers do (RFC 9018 section 4.3).
    private static int ageSeconds(byte[] cookie, long nowSeconds) {
        return (int) nowSeconds - ByteBuffer.wrap(cookie).getInt(TIME_AT);
    }

    private byte[] signed(byte[] cookie, InetAddress client) {
        var address = client.getAddress();
        var message = Arrays.copyOf(cookie, HASHED_BYTES + address.length);
        System.arraycopy(address, 0, message, HASHED_BYTES, address.length);
        return ByteBuffer.allocate(WHOLE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(cookie, 0, HASHED_BYTES)
                .putLong(SipHash.of(secret, message))
                .array();
    }
}
