package io.labnet.tracker.udp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
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

    /** How far ahead the clock of the replica may be that issued an id. */
    static final Duration AHEAD = Duration.ofSeconds(5);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SECOND_BITS = 16;
    private static final int MAC_BITS = Long.SIZE - SECOND_BITS;
    private static final long MAC_MASK = (1L << MAC_BITS) - 1;

    private final Clock clock;
    private final ConnectionSecrets secrets;
    private final Mac mac;
    private byte[] secret = {};

    ConnectionIds(Clock clock, ConnectionSecrets secrets) {
        this.clock = clock;
        this.secrets = secrets;
        try {
            this.mac = Mac.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    long issue(InetSocketAddress peer) {
        return id(clock.instant().getEpochSecond(), peer);
    }

    boolean isValid(long id, InetSocketAddress peer) {
        var now = clock.instant().getEpochSecond();
        // Only 16 bits of the second are told: it is the one that is nearest to now.
        var ageSeconds = (short) (now - (id >>> MAC_BITS));
        // The MAC covers the whole second, so an id is not good again when 16 bits have gone round.
        return ageSeconds >= -AHEAD.toSeconds()
                && ageSeconds <= LIFETIME.toSeconds()
                && id(now - ageSeconds, peer) == id;
    }

    private long id(long second, InetSocketAddress peer) {
        use(secrets.at(second));
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

    private void use(byte[] current) {
        if (Arrays.equals(secret, current)) {
            return;
        }
        try {
            mac.init(new SecretKeySpec(current, ALGORITHM));
            secret = current;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("any bytes are a key of " + ALGORITHM, e);
        }
    }
}
