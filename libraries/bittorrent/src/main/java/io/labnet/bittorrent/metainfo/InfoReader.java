package io.labnet.bittorrent.metainfo;

import static io.labnet.bittorrent.metainfo.TorrentFile.checkedName;

import io.labnet.bittorrent.bencode.BencodeValue;
import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Reads an info dictionary (BEP 3) and refuses what could not be shared or stored safely. */
final class InfoReader {
    private static final long LENGTH_BYTES_MAX = 1L << 50;
    private static final int PATH_DEPTH_MAX = 32;

    private final Dictionary info;

    InfoReader(Dictionary info) {
        this.info = info;
    }

    Info read(byte[] encoded) throws InvalidMetainfoException {
        var name = checkedName(text(info, "name"));
        var pieceLength = info.integer("piece length", 0);
        if (pieceLength < 1 || pieceLength > Info.PIECE_LENGTH_BYTES_MAX) {
            throw new InvalidMetainfoException(
                    "'piece length' must be 1 to " + Info.PIECE_LENGTH_BYTES_MAX);
        }
        var files = files(name);
        var isPrivate = info.integer("private", 0) == 1;
        var pieces = pieces(pieceLength, files.getLast());
        return new Info(name, (int) pieceLength, pieces, files, isPrivate, ByteString.of(encoded));
    }

    private ByteString pieces(long pieceLength, TorrentFile last) throws InvalidMetainfoException {
        var length = last.offsetBytes() + last.lengthBytes();
        if (length == 0) {
            throw new InvalidMetainfoException("a torrent of no bytes has nothing to share");
        }
        var pieces = info.string("pieces");
        var count = Math.ceilDiv(length, pieceLength);
        if (pieces == null || pieces.length() != count * Info.HASH_LENGTH) {
            throw new InvalidMetainfoException(
                    "'pieces' must be " + count + " hashes of " + Info.HASH_LENGTH + " bytes");
        }
        return pieces;
    }

    // BEP 3: either 'length' or 'files' stands there, never both.
    private List<TorrentFile> files(String name) throws InvalidMetainfoException {
        var isSingle = info.get("length") != null;
        var isMulti = info.get("files") != null;
        if (isSingle == isMulti) {
            throw new InvalidMetainfoException("either 'length' or 'files' must be there");
        }
        if (isSingle) {
            return List.of(new TorrentFile(List.of(name), 0, length(info, 0)));
        }
        var files = new ArrayList<TorrentFile>();
        long offset = 0;
        for (var item : info.list("files")) {
            var file = file(name, item, offset);
            files.add(file);
            offset += file.lengthBytes();
        }
        if (files.isEmpty()) {
            throw new InvalidMetainfoException("'files' is empty");
        }
        checkDistinct(files);
        return files;
    }

    private static TorrentFile file(String name, BencodeValue item, long offset)
            throws InvalidMetainfoException {
        if (!(item instanceof Dictionary file)) {
            throw new InvalidMetainfoException("'files' must hold dictionaries");
        }
        var path = new ArrayList<String>();
        path.add(name);
        for (var element : file.list("path")) {
            if (!(element instanceof ByteString string)) {
                throw new InvalidMetainfoException("'path' must hold strings");
            }
            path.add(checkedName(string.text()));
        }
        if (path.size() == 1 || path.size() > PATH_DEPTH_MAX) {
            throw new InvalidMetainfoException(
                    "'path' must have 1 to " + (PATH_DEPTH_MAX - 1) + " elements");
        }
        return new TorrentFile(path, offset, length(file, offset));
    }

    private static long length(Dictionary file, long offset) throws InvalidMetainfoException {
        var length = file.integer("length", -1);
        if (length < 0 || length > LENGTH_BYTES_MAX - offset) {
            throw new InvalidMetainfoException(
                    "'length' must be 0 or more, and " + LENGTH_BYTES_MAX + " at most in all");
        }
        return length;
    }

    // Case is ignored, since some file systems do so too; a file cannot be a folder as well.
    private static void checkDistinct(List<TorrentFile> files) throws InvalidMetainfoException {
        var taken = new HashSet<String>();
        var folders = new HashSet<String>();
        for (var file : files) {
            var name = file.name().toLowerCase(Locale.ROOT);
            if (!taken.add(name)) {
                throw new InvalidMetainfoException("two files are named " + file.name());
            }
            for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
                folders.add(name.substring(0, end));
            }
        }
        for (var folder : folders) {
            if (taken.contains(folder)) {
                throw new InvalidMetainfoException("a file and a folder are named " + folder);
            }
        }
    }

    private static String text(Dictionary dictionary, String key) throws InvalidMetainfoException {
        var text = dictionary.text(key);
        if (text == null) {
            throw new InvalidMetainfoException("'" + key + "' is missing or no string");
        }
        return text;
    }
}
