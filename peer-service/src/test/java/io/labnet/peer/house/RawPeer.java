package io.labnet.peer.house;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import io.labnet.bittorrent.wire.Handshake;
import io.labnet.bittorrent.wire.MessageCodec;
import io.labnet.bittorrent.wire.PeerMessage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;

/** The other end of a connection, which says whatever a test wants. */
final class RawPeer implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setSoTimeout(20_000);
    }

    /** Calls a peer, saying nothing yet. */
    static RawPeer calling(InetSocketAddress address) throws IOException {
        return new RawPeer(new Socket(address.getAddress(), address.getPort()));
    }

    /** Calls a peer and exchanges greetings. */
    static RawPeer greeting(InetSocketAddress address, InfoHash infoHash) throws IOException {
        var raw = calling(address);
        raw.greet(infoHash);
        return raw;
    }

    Handshake greet(InfoHash infoHash) throws IOException {
        say(Handshake.plain(infoHash, PeerId.random("-XX0000-")).encoded().array());
        return Handshake.decode(in.readNBytes(Handshake.LENGTH_BYTES));
    }

    void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void say(PeerMessage message) throws IOException {
        say(MessageCodec.encode(message).array());
    }

    PeerMessage hear() throws IOException {
        return MessageCodec.read(in);
    }

    /** Reads on until a message of this kind comes. */
    <M extends PeerMessage> M hear(Class<M> kind) throws IOException {
        for (var message = hear(); ; message = hear()) {
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
        }
    }

    /** Whether the other hangs up now, whatever it says before. */
    boolean isLeft() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
