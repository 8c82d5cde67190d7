package io.labnet.origin.server;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's clock: what happens when it goes on too long with what it is doing.
 *
 * <p>Runs on the channel's event loop only. Moving the deadline later costs nothing, which is what
 * every request does; only an earlier one is scheduled anew.
 */
final class Deadline {
    private final Channel channel;
    private @Nullable Future<?> alarm;
    private long alarmNanos;
    private long dueNanos;
    private Runnable expired = () -> {};

    Deadline(Channel channel) {
        this.channel = channel;
    }

    boolean isSet() {
        return alarm != null;
    }

    void set(Duration allowed, Runnable expired) {
        this.expired = expired;
        dueNanos = System.nanoTime() + allowed.toNanos();
        if (alarm == null || dueNanos - alarmNanos < 0) {
            schedule();
        }
    }

    void cancel() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    private void schedule() {
        cancel();
        if (channel.isActive()) {
            alarmNanos = dueNanos;
            var delay = Math.max(0, dueNanos - System.nanoTime());
            alarm = channel.eventLoop().schedule(this::ring, delay, TimeUnit.NANOSECONDS);
        }
    }

    private void ring() {
        if (dueNanos - System.nanoTime() > 0) {
            schedule();
        } else {
            alarm = null;
            expired.run();
        }
    }
}
