package io.labnet.webcache.proxy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is set. */
final class TestClock extends Clock {
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private volatile Instant now = START;

    void setTo(Duration sinceStart) {
        now = START.plus(sinceStart);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
