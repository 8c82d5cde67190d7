package io.labnet.bittorrent.wire;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first {@value #LENGTH_BYTES} bytes that each side of a connection says (BEP 3).
 *
 * @param extensions the eight reserved bytes as one big-endian number; we offer none
 * @param infoHash the torrent that the connection is about
 * @param peerId who speaks
 */
public record Handshake(long extensions, InfoHash infoHash, PeerId peerId) {
    public static final int LENGTH_BYTES = 68;

    private static final long EXTENSION_PROTOCOL = 0x10_0000L;
    private static final long FAST_EXTENSION = 0x04L;
    private static final byte[] PROTOCOL =
            "\u0013BitTorrent protocol".getBytes(StandardCharsets.US_ASCII);

    /** What we say: no extension offered. */
    public static Handshake plain(InfoHash infoHash, PeerId peerId) {
        return new Handshake(0, infoHash, peerId);
    }

    /** Whether the speaker offers the fast extension (BEP 6). */
    public boolean offersFastExtension() {
        return (extensions & FAST_EXTENSION) != 0;
    }

    /** Whether the speaker offers the extension protocol (BEP 10). */
    public boolean offersExtensionProtocol() {
        return (extensions & EXTENSION_PROTOCOL) != 0;
    }

    /** The {@value #LENGTH_BYTES} bytes on the wire. */
    public ByteBuffer encoded() {
        return ByteBuffer.allocate(LENGTH_BYTES)
                .put(PROTOCOL)
                .putLong(extensions)
                .put(infoHash.bytes())
                .put(peerId.bytes())
                .flip();
    }

    /**
     * Reads a handshake.
     *
     * @param bytes as many as came, {@value #LENGTH_BYTES} when all went well
     * @throws MalformedMessage when they are fewer or more, or tell another protocol
     */
    public static Handshake decode(byte[] bytes) throws MalformedMessage {
        if (bytes.length < PROTOCOL.length
                || !Arrays.equals(PROTOCOL, 0, PROTOCOL.length, bytes, 0, PROTOCOL.length)) {
            throw new MalformedMessage("the peer speaks another protocol than BitTorrent");
        }
        if (bytes.length != LENGTH_BYTES) {
            throw new MalformedMessage(
                    "a handshake has " + LENGTH_BYTES + " bytes, not " + bytes.length);
        }
        var in = ByteBuffer.wrap(bytes, PROTOCOL.length, LENGTH_BYTES - PROTOCOL.length);
        var extensions = in.getLong();
        var infoHash = new byte[InfoHash.LENGTH];
        var peerId = new byte[PeerId.LENGTH];
        in.get(infoHash).get(peerId);
        return new Handshake(extensions, InfoHash.of(infoHash), PeerId.of(peerId));
    }
}
