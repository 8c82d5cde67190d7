package io.labnet.line;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server socket that goes on accepting until it is closed: too many open files, or a client that
 * left before it was accepted, must not end a listener.
 */
final class AcceptingSocket extends ServerSocket {
    static final int BACKLOG = 256;
    private static final int PAUSE_MILLIS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(AcceptingSocket.class);

    AcceptingSocket() throws IOException {}

    @Override
    public Socket accept() throws IOException {
        while (true) {
            try {
                var socket = super.accept();
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                if (isClosed()) {
                    throw e;
                }
                LOG.warn("A connection to {} cannot be accepted", getLocalSocketAddress(), e);
                pause();
            }
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while accepting", e);
        }
    }
}
