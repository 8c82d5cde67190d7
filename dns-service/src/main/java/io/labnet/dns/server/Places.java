package io.labnet.dns.server;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** How many connections there are, and how many of them each client has. */
final class Places {
    private final Semaphore free;
    private final int perClient;
    private final Map<InetAddress, Integer> clients = new ConcurrentHashMap<>();

    Places(int total, int perClient) {
        this.free = new Semaphore(total);
        this.perClient = perClient;
    }

    /** Takes a place; one client must not take all of them (RFC 7766 section 6.2.2). */
    boolean isEntered(InetAddress client) {
        if (!free.tryAcquire()) {
            return false;
        }
        if (clients.merge(client, 1, Integer::sum) > perClient) {
            leave(client);
            return false;
        }
        return true;
    }

    void leave(InetAddress client) {
        clients.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
        free.release();
    }
}
