package io.labnet.peer.wiring;

import io.labnet.peer.house.DemoSeed;
import io.labnet.peer.house.PeerHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.context.SmartLifecycle;

/** The peers live as long as the context does. */
final class PeerLifecycle implements SmartLifecycle {
    private final PeerHouse house;
    private final DemoSeed seed;
    private volatile boolean running;

    PeerLifecycle(PeerHouse house, DemoSeed seed) {
        this.house = house;
        this.seed = seed;
    }

    @Override
    public void start() {
        try {
            seed.start();
            house.start();
            running = true;
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void stop() {
        running = false;
        seed.stop();
        house.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
