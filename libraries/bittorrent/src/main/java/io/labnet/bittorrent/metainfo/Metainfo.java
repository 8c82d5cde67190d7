package io.labnet.bittorrent.metainfo;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.bencode.Bencode;
import io.labnet.bittorrent.bencode.BencodeException;
import io.labnet.bittorrent.bencode.BencodeValue;
import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.BencodeValue.ListValue;
import io.labnet.bittorrent.bencode.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A torrent file (BEP 3): which tracker knows the peers, and what the torrent holds.
 *
 * @param announce the tracker, or null in a torrent without one
 * @param announceList tiers of trackers (BEP 12), each tried in turn; empty when the file has none
 * @param info what the torrent holds
 */
public record Metainfo(@Nullable URI announce, List<List<URI>> announceList, Info info) {

    public Metainfo {
        announceList = announceList.stream().map(List::copyOf).toList();
    }

    /**
     * Reads a torrent file.
     *
     * @throws InvalidMetainfoException when it is none, or one that could not be shared or stored
     *     safely
     */
    public static Metainfo parse(byte[] bytes) throws InvalidMetainfoException {
        try {
            var file = Bencode.decodeDictionary(bytes);
            var encodedInfo = Bencode.raw(bytes, "info");
            if (encodedInfo == null) {
                throw new InvalidMetainfoException("'info' is missing");
            }
            return new Metainfo(
                    tracker(file.text("announce")), tiers(file), parseInfo(encodedInfo));
        } catch (BencodeException e) {
            throw new InvalidMetainfoException("not bencoded: " + e.getMessage(), e);
        }
    }

    /**
     * Reads an info dictionary alone, as peers hand it to each other (BEP 9).
     *
     * @throws InvalidMetainfoException when it is none, or one that could not be shared or stored
     *     safely
     */
    public static Info parseInfo(byte[] encoded) throws InvalidMetainfoException {
        try {
            return new InfoReader(Bencode.decodeDictionary(encoded)).read(encoded);
        } catch (BencodeException e) {
            throw new InvalidMetainfoException("'info' is no dictionary: " + e.getMessage(), e);
        }
    }

    /**
     * Describes one file as a torrent.
     *
     * @param announce the tracker's address
     * @param name what the file is called in the torrent
     * @param pieceLengthBytes 1 to {@value Info#PIECE_LENGTH_BYTES_MAX}; one piece is held in
     *     memory
     * @throws InvalidMetainfoException when the name or the piece length is not possible, or the
     *     file is empty
     */
    public static Metainfo describe(URI announce, String name, int pieceLengthBytes, Path content)
            throws IOException, InvalidMetainfoException {
        try (var stream = Files.newInputStream(content)) {
            return describe(announce, name, pieceLengthBytes, stream);
        }
    }

    /** Describes what a stream holds, to its end, as a torrent of one file. */
    public static Metainfo describe(
            URI announce, String name, int pieceLengthBytes, InputStream content)
            throws IOException, InvalidMetainfoException {
        if (pieceLengthBytes < 1 || pieceLengthBytes > Info.PIECE_LENGTH_BYTES_MAX) {
            throw new InvalidMetainfoException(
                    "a piece has 1 to " + Info.PIECE_LENGTH_BYTES_MAX + " bytes");
        }
        var hashes = new ByteArrayOutputStream();
        long length = 0;
        var piece = new byte[pieceLengthBytes];
        for (int read = content.readNBytes(piece, 0, piece.length);
                read > 0;
                read = content.readNBytes(piece, 0, piece.length)) {
            hashes.writeBytes(Sha1.of(piece, read));
            length += read;
        }
        var info =
                Dictionary.EMPTY
                        .with("length", length)
                        .with("name", name)
                        .with("piece length", pieceLengthBytes)
                        .with("pieces", ByteString.of(hashes.toByteArray()));
        return new Metainfo(announce, List.of(), parseInfo(Bencode.encode(info)));
    }

    public InfoHash infoHash() {
        return info.infoHash();
    }

    /** The trackers in tiers (BEP 12): the list where there is one, else the one tracker. */
    public List<List<URI>> trackers() {
        if (!announceList.isEmpty() || announce == null) {
            return announceList;
        }
        return List.of(List.of(announce));
    }

    /** This as a torrent file; the info dictionary keeps its own bytes, and so its hash. */
    public byte[] toBytes() {
        var out = new ByteArrayOutputStream();
        out.write('d');
        if (announce != null) {
            writeEntry("announce", ByteString.of(announce.toString()), out);
        }
        if (!announceList.isEmpty()) {
            writeEntry("announce-list", encodedTiers(), out);
        }
        out.writeBytes("4:info".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(info.encoded().bytes());
        out.write('e');
        return out.toByteArray();
    }

    private static void writeEntry(String key, BencodeValue value, ByteArrayOutputStream out) {
        out.writeBytes(Bencode.encode(ByteString.of(key)));
        out.writeBytes(Bencode.encode(value));
    }

    private ListValue encodedTiers() {
        var tiers = new ArrayList<BencodeValue>();
        for (var tier : announceList) {
            var uris = tier.stream().<BencodeValue>map(uri -> ByteString.of(uri.toString()));
            tiers.add(new ListValue(uris.toList()));
        }
        return new ListValue(tiers);
    }

    // BEP 12: a list of lists; trackers whose address cannot be read are passed over.
    private static List<List<URI>> tiers(Dictionary file) {
        var tiers = new ArrayList<List<URI>>();
        for (var item : file.list("announce-list")) {
            var tier = new ArrayList<URI>();
            if (item instanceof ListValue(var addresses)) {
                for (var address : addresses) {
                    var uri = address instanceof ByteString s ? tracker(s.text()) : null;
                    if (uri != null) {
                        tier.add(uri);
                    }
                }
            }
            if (!tier.isEmpty()) {
                tiers.add(tier);
            }
        }
        return tiers;
    }

    private static @Nullable URI tracker(@Nullable String text) {
        try {
            return text == null ? null : URI.create(text);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
