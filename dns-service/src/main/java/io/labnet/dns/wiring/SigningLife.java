package io.labnet.dns.wiring;

import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.zone.Zones;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Keeps zones signed while the context runs. */
final class SigningLife implements SmartLifecycle {
    private final SignedZones signed;
    private final Zones zones;
    private final Duration every;
    private @Nullable Thread signing;

    SigningLife(SignedZones signed, Zones zones, Duration every) {
        this.signed = signed;
        this.zones = zones;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        signing = Thread.ofVirtual().name("dnssec-signing").start(this::sign);
    }

    private void sign() {
        try {
            signed.review(zones);
            while (true) {
                Thread.sleep(every);
                signed.renew(zones);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void stop() {
        if (signing != null) {
            signing.interrupt();
            signing = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return signing != null;
    }
}
