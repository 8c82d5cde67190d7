package io.labnet.tracker.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.tracker.redis.RealRedis;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.threeten.extra.MutableClock;

class SharedSecretsTest {
    private static final long HOUR = 3600;

    @RegisterExtension final RealRedis redis = new RealRedis();
    private final MutableClock clock = MutableClock.epochUTC();

    @Test
    void replicas_have_the_same_secret_and_another_one_each_hour() {
        var one = replica();
        var other = replica();

        assertThat(one.at(0)).hasSize(32).isEqualTo(other.at(HOUR - 1));
        assertThat(other.at(HOUR)).isEqualTo(one.at(HOUR)).isNotEqualTo(one.at(0));
    }

    @Test
    void a_redis_that_lost_its_data_is_given_the_secret_in_use_again() {
        var one = replica();
        var before = one.at(0);
        redis.link().ask(RedisCommands::flushall);
        clock.add(Duration.ofSeconds(10));

        assertThat(one.at(0)).isEqualTo(before);
        assertThat(replica().at(0)).isEqualTo(before);
    }

    @Test
    void a_replica_takes_the_secret_of_the_others_when_theirs_was_there_first() {
        var one = replica();
        var before = one.at(0);
        redis.link().ask(RedisCommands::flushall);
        var newer = replica().at(0);
        assertThat(newer).isNotEqualTo(before);
        clock.add(Duration.ofSeconds(10));

        assertThat(one.at(0)).isEqualTo(newer);
    }

    @Test
    void redis_forgets_old_secrets() {
        replica().at(0);

        var seconds =
                redis.link().ask(commands -> commands.ttl("labnet:tracker:connection-secret:0"));
        assertThat(seconds).isBetween(HOUR, 2 * HOUR);
    }

    private SharedSecrets replica() {
        return new SharedSecrets(redis.link(), clock);
    }
}
