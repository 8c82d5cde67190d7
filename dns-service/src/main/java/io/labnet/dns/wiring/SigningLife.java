package io.labnet.dns.wiring;

import io.labnet.admin.DataPlane;
import io.labnet.dns.dnssec.SignedZones;
import io.labnet.dns.zone.Zones;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps zones signed while the context runs; begins with them when their servers do. */
final class SigningLife implements DataPlane {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SignedZones signed;
    private final Zones zones;
    private final Duration every;
    private volatile boolean goesOn;
    private @Nullable Thread signing;

    SigningLife(SignedZones signed, Zones zones, Duration every) {
        this.signed = signed;
        this.zones = zones;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        goesOn = true;
        signing = Thread.ofVirtual().name("dnssec-signing").start(this::sign);
    }

    private void sign() {
        try {
            signed.review(zones, () -> goesOn);
            while (goesOn) {
                signed.await(every);
                signed.end(zones, () -> goesOn);
                signed.renew(zones, () -> goesOn);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    // An interrupt would close the file that is just written.
    @Override
    public synchronized void stop() {
        goesOn = false;
        signed.wake();
        try {
            if (signing != null) {
                signing.join(PATIENCE);
                signing = null;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return signing != null;
    }
}
