package io.labnet.peer.session;

import io.labnet.bittorrent.wire.Handshake;
import io.labnet.bittorrent.wire.PeerMessage;
import io.labnet.peer.piece.Block;
import io.labnet.peer.rate.TokenBucket;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What all connections of one peer share.
 *
 * @param greeting what the peer says first, to everyone
 * @param torrent decides on what is said
 * @param uploadLimit on blocks sent
 * @param downloadLimit on blocks read
 */
public record Household(
        Handshake greeting,
        Conversation torrent,
        TokenBucket uploadLimit,
        TokenBucket downloadLimit,
        Wiretap wiretap) {

    /** Who decides what is said on the connections; called by each from its own threads. */
    public interface Conversation {
        /**
         * Greetings were exchanged; false when the other is not welcome, and the reason is said.
         */
        boolean joined(Connection connection);

        /**
         * The other said something.
         *
         * @throws IOException when it may not say that, which ends the connection
         */
        void heard(Connection connection, PeerMessage message) throws IOException;

        /** A block was sent. */
        void sent(Connection connection, Block block);

        /** A connection that had joined ended. */
        void left(Connection connection);

        /** Reads a block that was promised, into a buffer with room for it. */
        void read(Block block, ByteBuffer into) throws IOException;
    }
}
