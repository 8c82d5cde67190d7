package io.labnet.webcache.wiring;

import io.labnet.admin.DataPlane;
import io.labnet.webcache.proxy.ProxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Starts the listeners with their context, and stops them before anything that they stand on. */
final class ProxyLifecycle implements DataPlane {
    private final List<ProxyServer> servers;
    private volatile boolean running;

    ProxyLifecycle(List<ProxyServer> servers) {
        this.servers = List.copyOf(servers);
    }

    @Override
    public void start() {
        try {
            for (var server : servers) {
                server.start();
            }
            running = true;
        } catch (IOException cause) {
            stop();
            throw new UncheckedIOException(cause.getMessage(), cause);
        }
    }

    @Override
    public void stop() {
        servers.forEach(ProxyServer::stop);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
