package io.labnet.gateway.wiring;

import java.net.http.HttpClient;
import org.springframework.context.SmartLifecycle;

/**
 * Cuts what is under way to services before the web server stops, which would otherwise wait two
 * seconds for each live stream to end by itself.
 */
final class UpstreamLife implements SmartLifecycle {
    private final HttpClient client;
    private volatile boolean running;

    UpstreamLife(HttpClient client) {
        this.client = client;
    }

    @Override
    public void start() {
        running = true;
    }

    // The default phase is the last to start and the first to stop, before the web server's.
    @Override
    public void stop() {
        client.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
