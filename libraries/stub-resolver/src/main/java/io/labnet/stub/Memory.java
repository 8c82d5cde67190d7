package io.labnet.stub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;

/** Replies kept until their TTL has passed, at most {@value #MOST}; the least used go first. */
final class Memory {
    static final int MOST = 1000;

    /** What was asked. */
    record Question(Name name, int type) {}

    private record Kept(Message reply, Instant until) {}

    private final Clock clock;
    private final Map<Question, Kept> replies =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
                    return size() > MOST;
                }
            };

    Memory(Clock clock) {
        this.clock = clock;
    }

    synchronized @Nullable Message recall(Question question) {
        var kept = replies.get(question);
        if (kept == null) {
            return null;
        }
        if (!clock.instant().isBefore(kept.until())) {
            replies.remove(question);
            return null;
        }
        return kept.reply();
    }

    /**
     * Keeps a reply; one with a TTL of zero is for this question alone (RFC 1035 section 3.2.1).
     */
    synchronized void keep(Question question, Message reply, Duration ttl) {
        if (ttl.isPositive()) {
            replies.put(question, new Kept(reply, clock.instant().plus(ttl)));
        }
    }
}
