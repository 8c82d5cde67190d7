package io.labnet.tracker.torrent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.tracker.redis.RedisLink;
import io.labnet.tracker.redis.RedisScript;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The hosted torrent files in Redis: a hash of descriptions by name, each file, and the names under
 * each info-hash. As durable as that Redis is.
 */
public final class RedisTorrentStore implements TorrentStore {
    private static final String PREFIX = "labnet:tracker:";
    private static final String TORRENTS = PREFIX + "torrents";
    private static final String FILE = PREFIX + "torrent:";
    private static final String NAMES = PREFIX + "names:";
    private static final RedisScript HOST = RedisScript.of(RedisTorrentStore.class, "host.lua");
    private static final RedisScript DELETE = RedisScript.of(RedisTorrentStore.class, "delete.lua");

    private final int most;
    private final RedisLink redis;
    private final Clock clock;

    /**
     * The torrents that any replica has put there.
     *
     * @param most how many torrent files are hosted at a time
     */
    public RedisTorrentStore(int most, RedisLink redis, Clock clock) {
        this.most = most;
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public List<HostedTorrent> all() {
        var torrents = new TreeMap<String, HostedTorrent>();
        redis.ask(redis -> redis.hgetall(TORRENTS))
                .forEach((name, description) -> torrents.put(name, described(name, description)));
        return List.copyOf(torrents.values());
    }

    @Override
    public Optional<HostedTorrent> find(String name) {
        return redis.ask(redis -> Optional.ofNullable(redis.hget(TORRENTS, name)))
                .map(description -> described(name, description));
    }

    @Override
    public boolean hosts(InfoHash infoHash) {
        return redis.ask(redis -> redis.exists(NAMES + infoHash)) > 0;
    }

    @Override
    public Optional<byte[]> read(String name) {
        return redis.ask(redis -> Optional.ofNullable(redis.get(FILE + name)));
    }

    @Override
    public Publication host(String name, Metainfo metainfo, byte[] bytes) {
        var torrent = HostedTorrent.of(name, metainfo, bytes, clock.instant());
        var keys = List.of(TORRENTS, FILE + name, NAMES + torrent.infoHash());
        var arguments = List.of(ascii(name), description(torrent), bytes, ascii(most));
        var outcome = redis.run(HOST, keys, arguments);
        return switch (text((byte[]) outcome.getFirst())) {
            case "there" -> Publication.taken(described(name, (byte[]) outcome.get(1)), torrent);
            case "full" -> new Publication.Full(most);
            default -> new Publication.Created(torrent);
        };
    }

    @Override
    public boolean delete(String name) {
        var keys = List.of(TORRENTS, FILE + name);
        var deleted = redis.run(DELETE, keys, List.of(ascii(name), ascii(NAMES)));
        return (Long) deleted.getFirst() > 0;
    }

    private static byte[] description(HostedTorrent torrent) {
        return ascii(
                torrent.infoHash()
                        + (" " + torrent.lengthBytes())
                        + (" " + torrent.pieces())
                        + (" " + torrent.etag())
                        + (" " + torrent.published().getEpochSecond()));
    }

    private static HostedTorrent described(String name, byte[] description) {
        var words = text(description).split(" ", -1);
        return new HostedTorrent(
                name,
                InfoHash.parse(words[0]),
                Long.parseLong(words[1]),
                Integer.parseInt(words[2]),
                words[3],
                Instant.ofEpochSecond(Long.parseLong(words[4])));
    }

    private static byte[] ascii(Object argument) {
        return argument.toString().getBytes(US_ASCII);
    }

    private static String text(byte[] answer) {
        return new String(answer, US_ASCII);
    }
}
