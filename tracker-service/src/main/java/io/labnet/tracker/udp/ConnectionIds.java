package io.labnet.tracker.udp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Connection ids that need no memory (BEP 15): the upper 16 bits are the second of issue, the lower
 * 48 a MAC of that second and the peer's address, which only a peer that gets our packets can know.
 *
 * <p>Not safe for use by several threads.
 */
final class ConnectionIds {
    /** BEP 15: an id is to be accepted until two minutes after it has been sent. */
    static final Duration LIFETIME = Duration.ofMinutes(2);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECOND_BITS = 16;
    private static final int MAC_BITS = Long.SIZE - SECOND_BITS;
    private static final long MAC_MASK = (1L << MAC_BITS) - 1;

    private final Clock clock;
    private final Mac mac;

    ConnectionIds(Clock clock, byte[] secret) {
        this.clock = clock;
        try {
            this.mac = Mac.getInstance(ALGORITHM);
            this.mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** With a secret that lives as long as this process. */
    static ConnectionIds ofRandomSecret(Clock clock) {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return new ConnectionIds(clock, secret);
    }

    long issue(InetSocketAddress peer) {
        return id(clock.instant().getEpochSecond(), peer);
    }

    boolean isValid(long id, InetSocketAddress peer) {
        var now = clock.instant().getEpochSecond();
        var ageSeconds = (now - (id >>> MAC_BITS)) & 0xFFFF;
        // The MAC covers the whole second, so an id is not good again when 16 bits have gone round.
        return ageSeconds <= LIFETIME.toSeconds() && id(now - ageSeconds, peer) == id;
    }

    private long id(long second, InetSocketAddress peer) {
        var address = peer.getAddress().getAddress();
        mac.update(address);
        mac.update(
                ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                        .putInt(peer.getPort())
                        .putLong(second)
                        .flip());
        var code = ByteBuffer.wrap(mac.doFinal()).getLong();
        return (second << MAC_BITS) | (code & MAC_MASK);
    }
}
