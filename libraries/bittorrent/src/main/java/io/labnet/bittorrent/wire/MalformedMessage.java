package io.labnet.bittorrent.wire;

import java.io.IOException;

/** A peer said what BEP 3 does not allow; the connection is of no more use. */
public final class MalformedMessage extends IOException {
    private static final long serialVersionUID = 1;

    public MalformedMessage(String reason) {
        super(reason);
    }
}
