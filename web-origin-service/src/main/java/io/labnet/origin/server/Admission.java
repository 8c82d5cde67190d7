package io.labnet.origin.server;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts open connections, all and by client, and says when there are enough. */
final class Admission {
    private final ConcurrentHashMap<InetAddress, Integer> byClient = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final int allMax;
    private final int clientMax;

    Admission(int allMax, int clientMax) {
        this.allMax = allMax;
        this.clientMax = clientMax;
    }

    /** Takes a place for a connection; false when there is none. */
    boolean enter(InetAddress client) {
        if (all.incrementAndGet() > allMax) {
            all.decrementAndGet();
            return false;
        }
        if (byClient.merge(client, 1, Integer::sum) > clientMax) {
            leave(client);
            return false;
        }
        return true;
    }

    /** Gives back the place of a connection that entered. */
    void leave(InetAddress client) {
        all.decrementAndGet();
        byClient.computeIfPresent(client, (_, n) -> n == 1 ? null : n - 1);
    }

    int open() {
        return all.get();
    }
}
