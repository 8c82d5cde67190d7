package io.labnet.tracker.udp;

import io.labnet.tracker.redis.RedisAwayException;
import io.labnet.tracker.redis.RedisLink;
import io.lettuce.core.SetArgs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Secrets that all replicas share through Redis: a new one every hour, made by the first replica
 * that needs it.
 *
 * <p>An id tells when it was issued, and so which secret it was made with: nobody has to try two.
 */
public final class SharedSecrets implements ConnectionSecrets {
    private static final String KEY = "labnet:tracker:connection-secret:";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration KEPT = HOUR.multipliedBy(2);

    /** A Redis that has lost its data is given the secret that is in use again. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private static final class Known {
        private final byte[] secret;
        private final Instant looked;

        private Known(byte[] secret, Instant looked) {
            this.secret = secret;
            this.looked = looked;
        }
    }

    private final RedisLink redis;
    private final Clock clock;
    private final Map<Long, Known> known = new TreeMap<>();

    public SharedSecrets(RedisLink redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public synchronized byte[] at(long epochSecond) {
        var hour = Math.floorDiv(epochSecond, HOUR.toSeconds());
        var now = clock.instant();
        var there = known.get(hour);
        if (there != null && now.isBefore(there.looked.plus(BETWEEN_LOOKS))) {
            return there.secret;
        }
        known.keySet().removeIf(other -> other < hour - 1);
        try {
            var secret = agree(hour, there == null ? ConnectionSecrets.random() : there.secret);
            known.put(hour, new Known(secret, now));
            return secret;
        } catch (RedisAwayException e) {
            if (there == null) {
                throw e;
            }
            return there.secret;
        }
    }

    private byte[] agree(long hour, byte[] offered) {
        var key = KEY + hour;
        return redis.ask(redis -> {
            redis.set(key, offered, SetArgs.Builder.nx().ex(KEPT));
            return Objects.requireNonNullElse(redis.get(key), offered);
        });
    }
}
