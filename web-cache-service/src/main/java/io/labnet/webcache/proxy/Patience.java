package io.labnet.webcache.proxy;

import io.netty.channel.Channel;
import io.netty.channel.FileRegion;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long one client is waited for: looks at it at a steady beat, so that a request costs no timer
 * of its own.
 */
final class Patience {
    private static final int LOOKS_PER_LIMIT = 4;

    /** Why a client is not waited for any longer. */
    enum Lost {
        SAYS_NOTHING,
        SENDS_TOO_SLOWLY,
        READS_TOO_SLOWLY
    }

    private enum Awaits {
        REQUEST,
        CONTENT,
        NOTHING
    }

    /** What a client has sent. */
    interface Sent {
        /** How many bytes so far. */
        long bytes();

        /** Whether a part of a request's head is there, and the rest is not. */
        boolean isWithinHead();
    }

    private final ClientLimits limits;
    private final Sent sent;
    private final Pace sends;
    private final Pace reads;
    private Awaits awaits = Awaits.NOTHING;
    private long idleSince;
    private long sentBefore;
    private long written;
    private long pendingBefore;
    private @Nullable FileRegion region;
    private Ticker time = Ticker.systemTicker();
    private @Nullable ScheduledFuture<?> beat;

    /** Patience with whoever sends this. */
    Patience(ClientLimits limits, Sent sent) {
        this.limits = limits;
        this.sent = sent;
        this.sends = new Pace(limits.bytesPerSecond(), limits.grace());
        this.reads = new Pace(limits.bytesPerSecond(), limits.stall());
    }

    /** Begins to look; {@code lost} is told on the channel's event loop, perhaps more than once. */
    void watch(Channel client, Consumer<Lost> lost) {
        var shortest =
                Math.min(
                        Math.min(limits.idle().toMillis(), limits.grace().toMillis()),
                        limits.stall().toMillis());
        time = client.eventLoop().ticker();
        var millis = Math.max(1, shortest / LOOKS_PER_LIMIT);
        beat =
                client.eventLoop()
                        .scheduleWithFixedDelay(
                                () -> look(client, lost), millis, millis, TimeUnit.MILLISECONDS);
    }

    void end() {
        if (beat != null) {
            beat.cancel(false);
            beat = null;
        }
    }

    /** The next request may come, or not. */
    void awaitsRequest() {
        awaits = Awaits.REQUEST;
        idleSince = time.nanoTime();
        sends.begin();
    }

    /** The client has promised some content. */
    void awaitsContent() {
        awaits = Awaits.CONTENT;
        sends.waits(time.nanoTime());
    }

    /** It is for us to do something. */
    void rests() {
        if (awaits == Awaits.CONTENT) {
            sends.rests(time.nanoTime());
        } else {
            sends.begin();
        }
        awaits = Awaits.NOTHING;
    }

    /** So many bytes more are on their way to the client. */
    void wrote(int bytes) {
        written += bytes;
    }

    /** A part of a file is on its way to the client; how much of it has gone it tells itself. */
    void sends(FileRegion part) {
        written += part.count();
        region = part;
    }

    /** The system has taken all of that part. */
    void sent() {
        region = null;
    }

    private void look(Channel client, Consumer<Lost> lost) {
        var now = time.nanoTime();
        lookAtSending(now);
        lookAtReading(client, now);
        if (reads.isTooSlow(now)) {
            lost.accept(Lost.READS_TOO_SLOWLY);
        } else if (sends.isTooSlow(now)) {
            lost.accept(Lost.SENDS_TOO_SLOWLY);
        } else if (isIdle() && now - idleSince > limits.idle().toNanos()) {
            lost.accept(Lost.SAYS_NOTHING);
        }
    }

    private void lookAtSending(long now) {
        var bytes = sent.bytes();
        sends.moved(bytes - sentBefore);
        sentBefore = bytes;
        if (isIdle()) {
            sends.begin();
        } else if (awaits == Awaits.REQUEST) {
            sends.waits(now);
        }
    }

    private boolean isIdle() {
        return awaits == Awaits.REQUEST && !sent.isWithinHead();
    }

    // Who still reads the last answer is not idle.
    private void lookAtReading(Channel client, long now) {
        var pending = pending(client) + pendingOfFile();
        if (pending == 0) {
            reads.begin();
        } else {
            reads.waits(now);
            reads.moved(Math.max(0, pendingBefore + written - pending));
            idleSince = now;
        }
        pendingBefore = pending;
        written = 0;
    }

    // The channel does not count what is in files.
    private long pendingOfFile() {
        return region == null ? 0 : region.count() - region.transferred();
    }

    // What the operating system has not taken yet.
    private static long pending(Channel client) {
        var marks = client.config().getWriteBufferWaterMark();
        return Math.max(
                0,
                client.isWritable()
                        ? marks.high() - client.bytesBeforeUnwritable()
                        : marks.low() + client.bytesBeforeWritable());
    }
}
