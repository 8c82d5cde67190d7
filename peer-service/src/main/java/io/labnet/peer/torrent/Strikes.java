package io.labnet.peer.torrent;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who gave bad pieces: the second one that came from an address alone bans it.
 *
 * <p>A piece that several gave proves nothing against any of them; it is fetched again from one
 * alone, which does. The last {@value #REMEMBERED} addresses are remembered.
 */
final class Strikes {
    static final int ALLOWED = 1;
    static final int REMEMBERED = 1024;

    private final Map<InetAddress, Integer> strikes =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, Integer> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /** Counts a bad piece; true when the address is banned from now on. */
    boolean strike(InetAddress address) {
        strikes.merge(address, 1, Integer::sum);
        return isBanned(address);
    }

    boolean isBanned(InetAddress address) {
        return strikes.getOrDefault(address, 0) > ALLOWED;
    }
}
