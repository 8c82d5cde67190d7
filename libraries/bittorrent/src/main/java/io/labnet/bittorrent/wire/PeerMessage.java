package io.labnet.bittorrent.wire;

import java.nio.ByteBuffer;

/**
 * One message of the peer protocol (BEP 3), as it stands behind its length.
 *
 * <p>Piece indices and offsets are as the peer sent them: whoever knows the torrent checks them.
 * Buffers are for reading only, and compare by what is left in them.
 */
public sealed interface PeerMessage {
    /** Says nothing but that the speaker is still there: a length of zero. */
    record KeepAlive() implements PeerMessage {}

    /** The speaker answers no requests from now on, and has forgotten those that it had. */
    record Choke() implements PeerMessage {}

    record Unchoke() implements PeerMessage {}

    /** The speaker wants something that the listener has. */
    record Interested() implements PeerMessage {}

    record NotInterested() implements PeerMessage {}

    /** The speaker has got and checked one more piece. */
    record Have(int piece) implements PeerMessage {}

    /** All pieces that the speaker has, the first in the highest bit of the first byte. */
    record Bitfield(ByteBuffer bits) implements PeerMessage {
        public Bitfield {
            bits = bits.asReadOnlyBuffer();
        }
    }

    record Request(int piece, int begin, int lengthBytes) implements PeerMessage {}

    /** The answer to a request; BEP 3 calls it {@code piece}, though it is but a block of one. */
    record Piece(int piece, int begin, ByteBuffer block) implements PeerMessage {
        public Piece {
            block = block.asReadOnlyBuffer();
        }
    }

    /** Takes a request back. */
    record Cancel(int piece, int begin, int lengthBytes) implements PeerMessage {}

    /** A message of an extension that we did not offer, to be ignored. */
    record Unknown(int id) implements PeerMessage {}
}
