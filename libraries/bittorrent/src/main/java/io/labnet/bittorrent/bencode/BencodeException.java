package io.labnet.bittorrent.bencode;

/** Bytes that are not bencoding, or not the value that was expected in them. */
public final class BencodeException extends Exception {
    private static final long serialVersionUID = 1;

    private final int offset;

    public BencodeException(int offset, String reason) {
        super(reason + " at byte " + offset);
        this.offset = offset;
    }

    /** Where the first bad byte stands, from 0; the input's length when it ends too early. */
    public int offset() {
        return offset;
    }
}
