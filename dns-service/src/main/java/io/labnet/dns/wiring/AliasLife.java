package io.labnet.dns.wiring;

import io.labnet.dns.alias.AliasWatch;
import org.springframework.context.SmartLifecycle;

/** Looks into ALIAS records while the context runs. */
final class AliasLife implements SmartLifecycle {
    private final AliasWatch watch;
    private boolean isRunning;

    AliasLife(AliasWatch watch) {
        this.watch = watch;
    }

    @Override
    public synchronized void start() {
        watch.start();
        isRunning = true;
    }

    @Override
    public synchronized void stop() {
        watch.close();
        isRunning = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }
}
