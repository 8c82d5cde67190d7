package io.labnet.peer.http;

import java.io.IOException;

/** A server answered, but with another status than a good one. */
public final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
