package io.labnet.mail.store;

import io.labnet.mail.message.Address;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The leases of the only process: all mail is its own, and a lock ends with it. */
final class SoleLeases implements Leases {
    private final Set<Address> locked = ConcurrentHashMap.newKeySet();

    @Override
    public String holder() {
        return "";
    }

    @Override
    public String isFree() {
        return "leased_until = 0";
    }

    @Override
    public Set<Long> take(Collection<Long> queued, Instant now) {
        return Set.copyOf(queued);
    }

    @Override
    public boolean areSure() {
        return true;
    }

    @Override
    public void release(Collection<Long> queued) {}

    @Override
    public void forget(Collection<Long> queued) {}

    @Override
    public boolean lock(Address account) {
        return locked.add(account.normalized());
    }

    @Override
    public void unlock(Address account) {
        locked.remove(account.normalized());
    }

    @Override
    public void close() {
        locked.clear();
    }
}
