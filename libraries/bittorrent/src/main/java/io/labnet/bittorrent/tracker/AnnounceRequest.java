package io.labnet.bittorrent.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.PeerId;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A peer tells the tracker that it is there, and asks for others (BEP 3).
 *
 * @param port where the peer listens, 1 to 65535
 * @param uploadedBytes since the started event
 * @param downloadedBytes since the started event
 * @param leftBytes still to be had; 0 makes a seed
 * @param numWant how many peers are wanted, or {@value #NUM_WANT_DEFAULT} to leave it to the
 *     tracker
 * @param compact whether peers may come as bytes rather than dictionaries (BEP 23)
 * @param key proves a peer's identity when its address changes; null when there is none. Four bytes
 *     as hexadecimal digits over UDP
 * @param ip what the peer believes its address to be, null in most cases
 */
public record AnnounceRequest(
        InfoHash infoHash,
        PeerId peerId,
        int port,
        long uploadedBytes,
        long downloadedBytes,
        long leftBytes,
        AnnounceEvent event,
        int numWant,
        boolean compact,
        @Nullable String key,
        @Nullable InetAddress ip) {

    public static final int NUM_WANT_DEFAULT = -1;
    private static final int KEY_CHARS_MAX = 64;

    /** What most clients ask: no key, no address, compact, as many peers as the tracker likes. */
    public static AnnounceRequest of(
            InfoHash infoHash, PeerId peerId, int port, long leftBytes, AnnounceEvent event) {
        return new AnnounceRequest(
                infoHash, peerId, port, 0, 0, leftBytes, event, NUM_WANT_DEFAULT, true, null, null);
    }

    /** The same with how much was sent and received since the peer started. */
    public AnnounceRequest withTransferred(long uploadedBytes, long downloadedBytes) {
        return new AnnounceRequest(
                infoHash,
                peerId,
                port,
                uploadedBytes,
                downloadedBytes,
                leftBytes,
                event,
                numWant,
                compact,
                key,
                ip);
    }

    /** The same with a number of peers wanted. */
    public AnnounceRequest withNumWant(int numWant) {
        return new AnnounceRequest(
                infoHash,
                peerId,
                port,
                uploadedBytes,
                downloadedBytes,
                leftBytes,
                event,
                numWant,
                compact,
                key,
                ip);
    }

    public boolean isSeed() {
        return leftBytes == 0;
    }

    /**
     * Reads what stands behind the question mark of an announce over HTTP.
     *
     * @param query still percent-encoded
     * @throws InvalidTrackerMessageException with what to tell the peer
     */
    public static AnnounceRequest parse(String query) throws InvalidTrackerMessageException {
        var parameters = QueryString.parse(query);
        var port = parameters.number("port", 0);
        if (port < 1 || port > 65_535) {
            throw new InvalidTrackerMessageException("port must be 1 to 65535");
        }
        return new AnnounceRequest(
                InfoHash.of(twentyBytes(parameters, "info_hash")),
                PeerId.of(twentyBytes(parameters, "peer_id")),
                (int) port,
                parameters.number("uploaded", 0),
                parameters.number("downloaded", 0),
                left(parameters),
                AnnounceEvent.ofWord(parameters.text("event")),
                numWant(parameters),
                // BEP 23: a tracker should answer compactly unless asked not to.
                !"0".equals(parameters.text("compact")),
                key(parameters.text("key")),
                address(parameters.text("ip")));
    }

    /** This as a query string for HTTP, without the question mark. */
    public String toQuery() {
        var query = new StringBuilder(256);
        query.append("info_hash=").append(QueryString.encoded(infoHash.bytes()));
        query.append("&peer_id=").append(QueryString.encoded(peerId.bytes()));
        query.append("&port=").append(port);
        query.append("&uploaded=").append(uploadedBytes);
        query.append("&downloaded=").append(downloadedBytes);
        query.append("&left=").append(leftBytes);
        query.append("&compact=").append(compact ? 1 : 0);
        if (event != AnnounceEvent.NONE) {
            query.append("&event=").append(event.word());
        }
        if (numWant != NUM_WANT_DEFAULT) {
            query.append("&numwant=").append(numWant);
        }
        if (key != null) {
            query.append("&key=").append(QueryString.encoded(key.getBytes(UTF_8)));
        }
        if (ip != null) {
            query.append("&ip=").append(ip.getHostAddress());
        }
        return query.toString();
    }

    // A peer that does not say, or says -1 while it does not know the length yet, must be one that
    // still wants something; taken for a seed it would be told of no seeds.
    private static long left(QueryString parameters) throws InvalidTrackerMessageException {
        var left = parameters.number("left", Long.MAX_VALUE);
        return isNegative(parameters.text("left")) ? Long.MAX_VALUE : left;
    }

    private static int numWant(QueryString parameters) throws InvalidTrackerMessageException {
        if (isNegative(parameters.text("numwant"))) {
            return NUM_WANT_DEFAULT;
        }
        return (int) Math.min(parameters.number("numwant", NUM_WANT_DEFAULT), Integer.MAX_VALUE);
    }

    private static boolean isNegative(@Nullable String text) {
        return text != null && text.startsWith("-");
    }

    private static byte[] twentyBytes(QueryString parameters, String name)
            throws InvalidTrackerMessageException {
        var bytes = parameters.bytes(name);
        if (bytes == null) {
            throw new InvalidTrackerMessageException(name + " is missing");
        }
        if (bytes.length != InfoHash.LENGTH) {
            throw new InvalidTrackerMessageException(
                    name + " must be " + InfoHash.LENGTH + " bytes, not " + bytes.length);
        }
        return bytes;
    }

    private static @Nullable String key(@Nullable String text)
            throws InvalidTrackerMessageException {
        if (text != null && text.length() > KEY_CHARS_MAX) {
            throw new InvalidTrackerMessageException(
                    "key must be " + KEY_CHARS_MAX + " characters at most");
        }
        return text;
    }

    // BEP 3 allows a DNS name here as well; to look one up for a stranger is asking for trouble.
    private static @Nullable InetAddress address(@Nullable String text) {
        try {
            return text == null ? null : InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
