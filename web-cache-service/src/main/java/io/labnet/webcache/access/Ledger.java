package io.labnet.webcache.access;

import io.labnet.accesslog.AccessFile;
import io.labnet.accesslog.AccessLog;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where every answer is written down, in memory, in numbers and, if wanted, in a file. */
public final class Ledger implements AutoCloseable {
    private final AccessLog<Access> log;
    private final Tallies tallies;
    private final @Nullable AccessFile<Access> file;
    private final Clock clock;

    /** A ledger; {@code file} is null when none is wanted. */
    public Ledger(
            AccessLog<Access> log,
            Tallies tallies,
            @Nullable AccessFile<Access> file,
            Clock clock) {
        this.log = log;
        this.tallies = tallies;
        this.file = file;
        this.clock = clock;
    }

    /**
     * Enters a request that is over.
     *
     * @param complete whether its answer was sent to the end
     */
    public void enter(Visit visit, boolean complete) {
        var now = clock.instant();
        var access = log.add(number -> visit.over(number, now, complete));
        tallies.count(access);
        if (file != null) {
            file.accept(access);
        }
    }

    /** An origin's answer has begun, so long after it was asked. */
    public void originAnswered(Duration after) {
        tallies.originAnswered(after);
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
