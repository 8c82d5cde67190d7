package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** What one process has for itself: queued mail that it takes on, maildrops that it has open. */
interface Leases extends AutoCloseable {
    /** The name of this process on queued mail that it has; empty when there is no other. */
    String holder();

    /** SQL: whether nobody has the queued mail of a row. */
    String isFree();

    /** Takes queued mail that is due; those of it that are this process's now. */
    Set<Long> take(Collection<Long> queued, Instant now);

    /** Whether what was taken and not released since surely is still this process's. */
    boolean areSure();

    /** Gives back what was taken, if it still is there. */
    void release(Collection<Long> queued);

    /** They are off the queue, or no more this process's: nothing is left to give back. */
    void forget(Collection<Long> queued);

    /** Locks an account's maildrop; false when some session has it, here or elsewhere. */
    boolean lock(Address account);

    void unlock(Address account);

    /** Gives back all. */
    @Override
    void close();
}
