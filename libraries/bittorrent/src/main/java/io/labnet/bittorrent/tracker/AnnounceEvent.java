package io.labnet.bittorrent.tracker;

import org.jspecify.annotations.Nullable;

/** Why a peer announces itself (BEP 3). */
public enum AnnounceEvent {
    /** Nothing happened: one of the announces at regular intervals. */
    NONE(0, "empty"),
    COMPLETED(1, "completed"),
    STARTED(2, "started"),
    STOPPED(3, "stopped");

    private final int number;
    private final String word;

    AnnounceEvent(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /** BEP 15's number for this event. */
    public int number() {
        return number;
    }

    /** BEP 3's word for this event. */
    public String word() {
        return word;
    }

    static AnnounceEvent ofNumber(int number) throws InvalidTrackerMessageException {
        for (var event : values()) {
            if (event.number == number) {
                return event;
            }
        }
        throw new InvalidTrackerMessageException("there is no event " + number);
    }

    // BEP 3: an empty event is the same as none. Unknown ones (BEP 21's paused) change nothing.
    static AnnounceEvent ofWord(@Nullable String word) {
        for (var event : values()) {
            if (event.word.equals(word)) {
                return event;
            }
        }
        return NONE;
    }
}
