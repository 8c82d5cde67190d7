package io.labnet.webcache.wiring;

import io.labnet.webcache.proxy.ProxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/** Starts the proxy with its context, and stops it before anything that it stands on. */
final class ProxyLifecycle implements SmartLifecycle {
    private final ProxyServer server;
    private volatile boolean running;

    ProxyLifecycle(ProxyServer server) {
        this.server = server;
    }

    @Override
    public void start() {
        try {
            server.start();
            running = true;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause.getMessage(), cause);
        }
    }

    @Override
    public void stop() {
        server.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
