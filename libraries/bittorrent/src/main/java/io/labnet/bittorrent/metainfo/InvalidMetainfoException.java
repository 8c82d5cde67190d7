package io.labnet.bittorrent.metainfo;

/** Bytes that are no torrent file that we would serve or share; the message says why. */
public final class InvalidMetainfoException extends Exception {
    private static final long serialVersionUID = 1;

    public InvalidMetainfoException(String reason) {
        super(reason);
    }

    public InvalidMetainfoException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
