package io.labnet.bittorrent.tracker;

/** Something said to or by a tracker that it cannot mean; the message may be told to the peer. */
public final class InvalidTrackerMessageException extends Exception {
    private static final long serialVersionUID = 1;

    public InvalidTrackerMessageException(String reason) {
        super(reason);
    }

    public InvalidTrackerMessageException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
