package io.labnet.line;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts who is in, so that neither one client nor all of them together take too many places. */
final class Places {
    private final int most;
    private final int mostPerClient;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    private int total;

    Places(int most, int mostPerClient) {
        this.most = most;
        this.mostPerClient = mostPerClient;
    }

    synchronized boolean enter(InetAddress client) {
        if (total >= most || taken.getOrDefault(client, 0) >= mostPerClient) {
            return false;
        }
        total++;
        taken.merge(client, 1, Integer::sum);
        return true;
    }

    synchronized void leave(InetAddress client) {
        total--;
        taken.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    synchronized int total() {
        return total;
    }
}
