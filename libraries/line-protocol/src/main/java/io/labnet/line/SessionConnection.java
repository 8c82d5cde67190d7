package io.labnet.line;

import java.net.Socket;
import org.springframework.integration.ip.tcp.connection.TcpNetConnection;

/** A connection whose work is a session of ours instead of Spring's loop of messages. */
final class SessionConnection extends TcpNetConnection {
    private final Runnable session;
    private Runnable afterwards = () -> {};

    SessionConnection(Socket socket, Runnable session) {
        super(socket, true, false, _ -> {}, null);
        this.session = session;
    }

    void afterwards(Runnable task) {
        afterwards = task;
    }

    @Override
    public void run() {
        try {
            session.run();
        } finally {
            close();
            afterwards.run();
        }
    }
}
