package io.labnet.dns.wiring;

import io.labnet.dns.registrar.Registrar;
import io.labnet.line.LineListener;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Lets WHOIS listen and the registrar tidy up while the context runs. */
final class RegistrarLife implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrarLife.class);

    private final List<LineListener> whois;
    private final Registrar registrar;
    private final Duration tidyEvery;
    private @Nullable Thread tidying;

    RegistrarLife(List<LineListener> whois, Registrar registrar, Duration tidyEvery) {
        this.whois = whois;
        this.registrar = registrar;
        this.tidyEvery = tidyEvery;
    }

    @Override
    public synchronized void start() {
        try {
            whois.forEach(LineListener::start);
        } catch (RuntimeException refused) {
            whois.forEach(LineListener::stop);
            throw refused;
        }
        tidying = Thread.ofVirtual().name("registrar-tidying").start(this::tidy);
    }

    private void tidy() {
        try {
            while (true) {
                tidyOnce();
                Thread.sleep(tidyEvery);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void tidyOnce() {
        try {
            registrar.tidy();
        } catch (RuntimeException bug) {
            LOG.error("The registrar cannot tidy up", bug);
        }
    }

    @Override
    public synchronized void stop() {
        if (tidying != null) {
            tidying.interrupt();
            tidying = null;
        }
        whois.forEach(LineListener::stop);
    }

    @Override
    public synchronized boolean isRunning() {
        return tidying != null;
    }

    int whoisConnections() {
        return whois.stream().mapToInt(LineListener::openConnections).sum();
    }
}
