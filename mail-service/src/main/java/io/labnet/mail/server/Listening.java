package io.labnet.mail.server;

import io.labnet.line.LineConnection;
import io.labnet.trace.Trace;

/**
 * Tells the trace what a conversation says and hears; never a password.
 *
 * @param silent when somebody else in this process tells the same
 */
record Listening(Trace trace, String protocol, LineConnection connection, boolean silent) {
    Listening(Trace trace, String protocol, LineConnection connection) {
        this(trace, protocol, connection, false);
    }

    void heard(String line) {
        if (!silent) {
            trace.record(protocol, connection.peer(), connection.local(), () -> line);
        }
    }

    void said(String line) {
        if (!silent) {
            trace.record(protocol, connection.local(), connection.peer(), () -> line);
        }
    }
}
