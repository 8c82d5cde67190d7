package io.labnet.dns.wiring;

import io.labnet.dns.transfer.Notifier;
import io.labnet.dns.transfer.Secondaries;
import org.springframework.context.SmartLifecycle;

/** Lets zones be asked for and changes be told while the context runs. */
final class TransferLifecycle implements SmartLifecycle {
    private final Secondaries secondaries;
    private final Notifier notifier;
    private boolean running;

    TransferLifecycle(Secondaries secondaries, Notifier notifier) {
        this.secondaries = secondaries;
        this.notifier = notifier;
    }

    @Override
    public synchronized void start() {
        running = true;
        secondaries.start();
        notifier.start();
    }

    @Override
    public synchronized void stop() {
        running = false;
        secondaries.close();
        notifier.close();
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
