package io.labnet.mail.account;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;

/**
 * Who failed to log in lately: a client that guesses is made to wait.
 *
 * <p>Remembers at most {@value #CLIENTS_MAX} clients; the oldest is forgotten first.
 */
public final class FailedLogins {
    private static final int CLIENTS_MAX = 10_000;
    private static final int FREE_FAILURES = 20;
    private static final Duration MEMORY = Duration.ofMinutes(1);

    private record Failures(int count, Instant since) {}

    private final Clock clock;
    private final LinkedHashMap<InetAddress, Failures> failures = new LinkedHashMap<>();

    public FailedLogins(Clock clock) {
        this.clock = clock;
    }

    /** Whether this client must wait before its next try. */
    public synchronized boolean isBarred(InetAddress client) {
        var failed = failures.get(client);
        return failed != null && failed.count() >= FREE_FAILURES && isFresh(failed);
    }

    public synchronized void add(InetAddress client) {
        var old = failures.remove(client);
        var count = old != null && isFresh(old) ? old.count() + 1 : 1;
        failures.put(client, new Failures(count, clock.instant()));
        if (failures.size() > CLIENTS_MAX) {
            failures.pollFirstEntry();
        }
    }

    public synchronized void forget(InetAddress client) {
        failures.remove(client);
    }

    private boolean isFresh(Failures failed) {
        return failed.since().plus(MEMORY).isAfter(clock.instant());
    }
}
