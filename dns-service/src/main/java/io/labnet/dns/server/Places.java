package io.labnet.dns.server;

import io.labnet.dns.resolver.Shares;
import java.net.InetAddress;
import java.util.concurrent.Semaphore;

/** How many connections there are, and how many of them each client has. */
final class Places {
    private final Semaphore free;
    private final Shares shares;

    Places(int total, int perClient) {
        this.free = new Semaphore(total);
        this.shares = new Shares(perClient);
    }

    /** Takes a place; one client must not take all of them (RFC 7766 section 6.2.2). */
    boolean isEntered(InetAddress client) {
        if (!free.tryAcquire()) {
            return false;
        }
        if (!shares.isTaken(client)) {
            free.release();
            return false;
        }
        return true;
    }

    void leave(InetAddress client) {
        shares.giveBack(client);
        free.release();
    }
}
