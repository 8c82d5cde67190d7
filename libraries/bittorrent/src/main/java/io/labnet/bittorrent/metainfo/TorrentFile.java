package io.labnet.bittorrent.metainfo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One file of a torrent.
 *
 * @param path where it belongs below the folder of downloads; a torrent of several files has its
 *     own name as the first element. Safe to resolve: no element climbs or hides a separator
 * @param offsetBytes where it begins in the torrent's content, which is all files end to end
 * @param lengthBytes how long it is, 0 or more
 */
public record TorrentFile(List<String> path, long offsetBytes, long lengthBytes) {
    private static final int NAME_BYTES_MAX = 255;

    public TorrentFile {
        path = List.copyOf(path);
    }

    /** The path with slashes, for people. */
    public String name() {
        return String.join("/", path);
    }

    /**
     * A torrent comes from anyone, so no name in it may lead out of the folder of downloads.
     *
     * @throws InvalidMetainfoException when it is not the name of one file or folder
     */
    static String checkedName(String name) throws InvalidMetainfoException {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new InvalidMetainfoException("'" + name + "' is no name of a file");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
            throw new InvalidMetainfoException(
                    "a file's name is longer than " + NAME_BYTES_MAX + " bytes");
        }
        if (name.chars().anyMatch(TorrentFile::isForbidden)) {
            throw new InvalidMetainfoException(
                    "a file's name holds a separator, a control character or broken UTF-8");
        }
        return name;
    }

    // U+FFFD is what bytes that are not UTF-8 were read as.
    private static boolean isForbidden(int c) {
        return c == '/' || c == '\\' || Character.isISOControl(c) || c == 0xFFFD;
    }
}
