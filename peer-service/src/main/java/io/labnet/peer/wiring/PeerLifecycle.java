package io.labnet.peer.wiring;

import io.labnet.peer.house.DemoSeed;
import io.labnet.peer.house.PeerHouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** The peers live as long as the context does. */
final class PeerLifecycle implements SmartLifecycle {
    private final PeerHouse house;
    private final @Nullable DemoSeed seed;
    private volatile boolean running;

    /**
     * The peers of this process.
     *
     * @param seed null where it is to run none
     */
    PeerLifecycle(PeerHouse house, @Nullable DemoSeed seed) {
        this.house = house;
        this.seed = seed;
    }

    @Override
    public void start() {
        try {
            if (seed != null) {
                seed.start();
            }
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
        if (seed != null) {
            seed.stop();
        }
        house.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
