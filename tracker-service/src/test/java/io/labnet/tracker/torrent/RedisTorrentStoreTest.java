package io.labnet.tracker.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.tracker.redis.RealRedis;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.threeten.extra.MutableClock;

class RedisTorrentStoreTest extends TorrentStoreContract {
    @RegisterExtension final RealRedis redis = new RealRedis();

    @Override
    TorrentStore open(int most) {
        return new RedisTorrentStore(most, redis.link(), MutableClock.of(NOW, ZoneOffset.UTC));
    }

    @Test
    void every_replica_tells_the_same_time_of_publication() throws Exception {
        open(10).publish("demo", torrentFile("demo", "content"));

        assertThat(open(10).find("demo")).map(HostedTorrent::published).hasValue(NOW);
    }

    @Test
    void nothing_is_left_of_a_deleted_torrent() throws Exception {
        var store = open(10);
        store.publish("demo", torrentFile("demo", "content"));
        store.delete("demo");

        assertThat(redis.keys()).isEmpty();
    }
}
