package io.labnet.dns.resolver;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How much of something each client has: no one may have all of it. Safe for many threads. */
public final class Shares {
    private final int most;
    private final Map<InetAddress, Integer> clients = new ConcurrentHashMap<>();

    /**
     * Nobody has anything.
     *
     * @param most that one client may have, 1 or more
     */
    public Shares(int most) {
        this.most = most;
    }

    /** Takes one more, if the client may have it. */
    public boolean isTaken(InetAddress client) {
        if (clients.merge(client, 1, Integer::sum) > most) {
            giveBack(client);
            return false;
        }
        return true;
    }

    /** Gives back one that was taken. */
    public void giveBack(InetAddress client) {
        clients.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }
}
