package io.labnet.tracker.swarm;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.tracker.AnnounceEvent;
import io.labnet.bittorrent.tracker.SwarmCounts;
import io.labnet.tracker.redis.RedisLink;
import io.labnet.tracker.redis.RedisScript;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Swarms in Redis, where every replica of the tracker finds those of the others.
 *
 * <p>An announce is one script and one round trip; how swarms lie there is told in decision 9 of
 * this project. Peers come back with the milliseconds of their announce, not with less.
 */
public final class RedisSwarmStore implements SwarmStore {
    private static final String PREFIX = "labnet:tracker:";
    private static final String SWARMS = PREFIX + "swarms";
    private static final String COUNTS = PREFIX + "counts";
    private static final String TOTALS = PREFIX + "totals";
    private static final String SWARM = PREFIX + "swarm:";
    private static final int EXPIRED_AT_A_TIME = 100;
    private static final RedisScript ANNOUNCE =
            RedisScript.of(RedisSwarmStore.class, "swarm.lua", "announce.lua");
    private static final RedisScript COUNT =
            RedisScript.of(RedisSwarmStore.class, "swarm.lua", "counts.lua");

    private final SwarmLimits limits;
    private final RedisLink redis;
    private final Clock clock;
    private final RandomGenerator random;

    public RedisSwarmStore(
            SwarmLimits limits, RedisLink redis, Clock clock, RandomGenerator random) {
        this.limits = limits;
        this.redis = redis;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Admission announce(InfoHash infoHash, SwarmPeer peer, AnnounceEvent event, int wanted) {
        // To Redis a negative number means that it may name one peer several times.
        var atMost = Math.max(0, wanted);
        var arguments = arguments(infoHash, peer.announced().toEpochMilli());
        arguments.add(PackedPeer.address(peer.address()));
        arguments.add(PackedPeer.of(peer));
        Stream.of(
                        event.word(),
                        peer.isSeed() ? "seed" : "leecher",
                        atMost,
                        limits.swarms(),
                        limits.peers(),
                        limits.peersPerSwarm())
                .forEach(argument -> arguments.add(ascii(argument)));
        var outcome = redis.run(ANNOUNCE, keys(infoHash), arguments);
        return switch (text(outcome.getFirst())) {
            case "swarms" -> Admission.Full.OF_SWARMS;
            case "peers" -> Admission.Full.OF_PEERS;
            case "here" -> Admission.Full.SWARM;
            default ->
                    new Admission.Admitted(
                            counts(outcome.subList(1, 4)),
                            neighbours(peer, (List<?>) outcome.get(4), atMost));
        };
    }

    private List<SwarmPeer> neighbours(SwarmPeer asking, List<?> found, int wanted) {
        var picked = new ArrayList<Object>(found);
        if (picked.size() > wanted) {
            picked.remove(random.nextInt(picked.size()));
        }
        return picked.stream()
                .map(packed -> PackedPeer.read((byte[]) packed))
                // A host with two addresses may be here twice, under one id.
                .filter(peer -> !peer.id().equals(asking.id()))
                .toList();
    }

    @Override
    public SwarmCounts counts(InfoHash infoHash) {
        var now = clock.millis();
        return counts(redis.run(COUNT, keys(infoHash), arguments(infoHash, now)));
    }

    @Override
    public List<SwarmSummary> swarms() {
        expire();
        var summaries = new TreeMap<InfoHash, SwarmSummary>();
        redis.ask(redis -> redis.hgetall(COUNTS))
                .forEach((hex, counts) -> {
                    var infoHash = InfoHash.parse(hex);
                    var numbers = Arrays.stream(text(counts).split(" ", -1)).map(Long::valueOf);
                    summaries.put(infoHash, new SwarmSummary(infoHash, counts(numbers.toList())));
                });
        return List.copyOf(summaries.values());
    }

    @Override
    public List<SwarmPeer> peers(InfoHash infoHash) {
        var _ = counts(infoHash);
        return redis.ask(redis -> redis.hvals(SWARM + infoHash + ":details")).stream()
                .map(PackedPeer::read)
                .sorted(Comparator.comparing(SwarmPeer::announced))
                .toList();
    }

    @Override
    public SwarmTotals totals() {
        return redis.ask(redis -> {
            var swarms = redis.zcard(SWARMS).intValue();
            var totals = redis.hmget(TOTALS, "peers", "seeds");
            return new SwarmTotals(swarms, number(totals.get(0)), number(totals.get(1)));
        });
    }

    // Every replica sweeps; what one has swept the next finds clean.
    @Override
    public void expire() {
        var tooOld = Range.<Long>unbounded().lt(clock.millis() - limits.peerLifetime().toMillis());
        List<byte[]> due;
        do {
            due =
                    redis.ask(redis ->
                            redis.zrangebyscore(SWARMS, tooOld, Limit.from(EXPIRED_AT_A_TIME)));
            due.forEach(hex -> counts(InfoHash.parse(text(hex))));
        } while (due.size() == EXPIRED_AT_A_TIME);
    }

    private static List<String> keys(InfoHash infoHash) {
        var swarm = SWARM + infoHash;
        return List.of(
                SWARMS, COUNTS, TOTALS, swarm + ":peers", swarm + ":leechers", swarm + ":details");
    }

    private List<byte[]> arguments(InfoHash infoHash, long nowMillis) {
        var sinceMillis = clock.millis() - limits.peerLifetime().toMillis();
        return new ArrayList<>(List.of(ascii(infoHash), ascii(nowMillis), ascii(sinceMillis)));
    }

    private static SwarmCounts counts(List<?> numbers) {
        var counts = numbers.stream().mapToInt(number -> ((Long) number).intValue()).toArray();
        return new SwarmCounts(counts[0], counts[1], counts[2]);
    }

    private static int number(KeyValue<String, byte[]> total) {
        return total.map(RedisSwarmStore::text).map(Integer::parseInt).getValueOrElse(0);
    }

    private static byte[] ascii(Object argument) {
        return argument.toString().getBytes(US_ASCII);
    }

    private static String text(Object answer) {
        return new String((byte[]) answer, US_ASCII);
    }
}
