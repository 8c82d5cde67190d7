package io.labnet.webcache.store;

import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Received;
import java.time.Duration;

/** In which tier a response is stored; decided from its length and from how long it is good for. */
public enum Placement {
    MEMORY,
    DISK,
    BOTH,
    NOWHERE;

    /** Above this a response is sent from a file as fast as from memory: it is on disk only. */
    static final int LARGE_BYTES = 1024 * 1024;

    // What is stale before it could be read again, and cannot be validated, is not worth writing.
    private static final Duration SHORT = Duration.ofSeconds(10);

    /**
     * What the tiers take.
     *
     * @param memoryBytes the largest content in memory
     * @param diskBytes the largest content on disk; 0 when there is no disk tier
     */
    public record Sizes(long memoryBytes, long diskBytes) {}

    /**
     * The rule for one response, whose length may turn out later.
     *
     * @param lasts whether it will be of use for longer than a few seconds
     */
    record Rule(Sizes sizes, boolean lasts) {
        static Rule of(Sizes sizes, Received head) {
            var fields = head.response().fields();
            var ttl = Freshness.of(head, head.received()).ttl();
            var lasts =
                    ttl.compareTo(SHORT) >= 0 || fields.has("ETag") || fields.has("Last-Modified");
            return new Rule(sizes, lasts);
        }

        /** Where it goes if its content has this length. */
        Placement of(long lengthBytes) {
            var onDisk = lasts && sizes.diskBytes() > 0 && lengthBytes <= sizes.diskBytes();
            var inMemory =
                    lengthBytes <= sizes.memoryBytes() && !(onDisk && lengthBytes > LARGE_BYTES);
            if (inMemory) {
                return onDisk ? BOTH : MEMORY;
            }
            return onDisk ? DISK : NOWHERE;
        }
    }

    boolean inMemory() {
        return this == MEMORY || this == BOTH;
    }

    boolean onDisk() {
        return this == DISK || this == BOTH;
    }
}
