package io.labnet.dns.wiring;

import io.labnet.admin.DataPlane;
import io.labnet.dns.server.NameServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Lets the name servers listen while the context runs. */
final class DnsListeners implements DataPlane {
    /** Binds and starts them. */
    interface Start {
        NameServers start() throws IOException;
    }

    private final Start start;
    private final Certificates certificates;
    private @Nullable NameServers servers;

    DnsListeners(Start start, Certificates certificates) {
        this.start = start;
        this.certificates = certificates;
    }

    @Override
    public synchronized void start() {
        try {
            servers = start.start();
        } catch (IOException refused) {
            throw new UncheckedIOException(
                    "The name servers cannot listen at " + refused.getMessage(), refused);
        }
        certificates.prepare();
    }

    @Override
    public synchronized void stop() {
        var running = servers;
        servers = null;
        certificates.settle();
        try {
            if (running != null) {
                running.close();
            }
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return servers != null;
    }
}
