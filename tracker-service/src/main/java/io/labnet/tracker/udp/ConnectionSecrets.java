package io.labnet.tracker.udp;

import java.security.SecureRandom;

/** What connection ids are made with; safe for use by many threads. */
@FunctionalInterface
public interface ConnectionSecrets {
    int LENGTH_BYTES = 32;

    /**
     * The secret of the ids that are issued in this second.
     *
     * @throws io.labnet.tracker.redis.RedisAwayException when it is shared and out of reach
     */
    byte[] at(long epochSecond);

    /** One secret, which lives as long as this process. */
    static ConnectionSecrets ofThisProcess() {
        var secret = random();
        return _ -> secret;
    }

    static byte[] random() {
        var secret = new byte[LENGTH_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
