package io.labnet.bittorrent.metainfo;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.bencode.ByteString;
import java.util.Arrays;
import java.util.List;

/**
 * What a torrent holds (BEP 3): its files, cut into pieces of one length, each with its SHA-1.
 *
 * @param name the file, or the folder of the files
 * @param pieceLengthBytes the length of each piece but perhaps the last, 1 to {@value
 *     #PIECE_LENGTH_BYTES_MAX}
 * @param pieces the pieces' SHA-1 hashes end to end
 * @param files in the order of the content; at least one
 * @param isPrivate whether peers may be had from the tracker only (BEP 27)
 * @param encoded the info dictionary's own bytes, of which the info-hash is made
 */
// BEP 3's own word for it; nobody here handles processes.
@SuppressWarnings("AvoidCommonTypeNames")
public record Info(
        String name,
        int pieceLengthBytes,
        ByteString pieces,
        List<TorrentFile> files,
        boolean isPrivate,
        ByteString encoded) {

    public static final int PIECE_LENGTH_BYTES_MAX = 1 << 28;
    public static final int HASH_LENGTH = 20;

    public Info {
        files = List.copyOf(files);
    }

    /** How long all files are together. */
    public long lengthBytes() {
        var last = files.getLast();
        return last.offsetBytes() + last.lengthBytes();
    }

    public int pieceCount() {
        return pieces.length() / HASH_LENGTH;
    }

    /**
     * How long one piece is: the last may be shorter than the others.
     *
     * @param index from 0 to {@link #pieceCount()} - 1
     * @throws IndexOutOfBoundsException when there is no such piece
     */
    public int pieceLengthBytes(int index) {
        if (index < 0 || index >= pieceCount()) {
            throw new IndexOutOfBoundsException(
                    "piece " + index + " of a torrent of " + pieceCount());
        }
        return (int) Math.min(pieceLengthBytes, lengthBytes() - pieceOffsetBytes(index));
    }

    /** Where a piece begins in the torrent's content. */
    public long pieceOffsetBytes(int index) {
        return (long) index * pieceLengthBytes;
    }

    /** The SHA-1 of one piece, {@value #HASH_LENGTH} bytes. */
    public byte[] pieceHash(int index) {
        var hash = new byte[HASH_LENGTH];
        pieces.buffer().get(index * HASH_LENGTH, hash);
        return hash;
    }

    /** Whether these bytes are the piece, by its length and its hash. */
    public boolean isPiece(int index, byte[] content) {
        return content.length == pieceLengthBytes(index)
                && Arrays.equals(pieceHash(index), Sha1.of(content, content.length));
    }

    public InfoHash infoHash() {
        return InfoHash.ofInfo(encoded.bytes());
    }
}
