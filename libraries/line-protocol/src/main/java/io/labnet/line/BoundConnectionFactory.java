package io.labnet.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpNetConnection;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;

/**
 * Spring's factory of server connections, bound before it starts, so that whoever starts it hears
 * of an address that is taken.
 */
final class BoundConnectionFactory extends TcpNetServerConnectionFactory {
    private static final Duration FINISH = Duration.ofMillis(500);

    private final ServerSocket serverSocket;
    private final ExecutorService threads;

    BoundConnectionFactory(
            String name, InetSocketAddress address, Function<Socket, TcpNetConnection> connections)
            throws IOException {
        super(address.getPort());
        serverSocket = new AcceptingSocket();
        try {
            serverSocket.setReuseAddress(true);
            serverSocket.bind(address, AcceptingSocket.BACKLOG);
        } catch (IOException e) {
            serverSocket.close();
            throw e;
        }
        threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name(name + "-", 1).factory());
        setTaskExecutor(threads);
        setLookupHost(false);
        // Without a listener the factory does not even accept; our sessions need none.
        registerListener(_ -> {});
        setTcpNetConnectionSupport((socket, _, _, _, _) -> connections.apply(socket));
    }

    InetSocketAddress address() {
        return (InetSocketAddress) serverSocket.getLocalSocketAddress();
    }

    void stopAccepting() {
        try {
            serverSocket.close();
        } catch (IOException e) {
            throw new IllegalStateException("A server socket cannot be closed", e);
        }
    }

    @Override
    public void stop() {
        super.stop();
        threads.shutdown();
        try {
            // The port is free only when the thread that accepts has left the socket.
            if (!threads.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress nic) {
        return serverSocket;
    }

    @Override
    protected void addConnection(TcpConnectionSupport connection) {
        super.addConnection(connection);
        if (connection instanceof SessionConnection session) {
            session.afterwards(() -> connections.remove(session.getConnectionId()));
        }
    }

    // Each connection takes itself off the list; walking all of them at each accept would not pay.
    @Override
    protected void harvestClosedConnections() {}

    // Set by AcceptingSocket, where a client that has left already does no harm.
    @Override
    protected void setSocketAttributes(Socket socket) {}

    @Override
    protected void publishServerListeningEvent(int port) {}
}
