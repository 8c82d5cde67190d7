package io.labnet.bittorrent.tracker;

import io.labnet.bittorrent.PeerId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A peer that a tracker names.
 *
 * @param address where it listens; never an unresolved name
 * @param id its own name, which the compact forms leave out
 */
public record TrackerPeer(InetSocketAddress address, @Nullable PeerId id) {
    public TrackerPeer {
        Objects.requireNonNull(address.getAddress(), "a tracker names addresses, not hosts");
    }

    public static TrackerPeer of(InetSocketAddress address) {
        return new TrackerPeer(address, null);
    }

    InetAddress ip() {
        return Objects.requireNonNull(address.getAddress());
    }
}
