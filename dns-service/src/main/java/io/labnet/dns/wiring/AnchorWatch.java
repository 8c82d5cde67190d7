package io.labnet.dns.wiring;

import io.labnet.dns.validator.AnchorFile;
import io.labnet.dns.validator.TrustAnchors;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Where trust begins; looks now and then whether that has changed, where a file says it. */
final class AnchorWatch implements SmartLifecycle {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Supplier<TrustAnchors> source;
    private final @Nullable AnchorFile file;
    private @Nullable Thread looking;

    private AnchorWatch(Supplier<TrustAnchors> source, @Nullable AnchorFile file) {
        this.source = source;
        this.file = file;
    }

    static AnchorWatch of(AnchorFile file) {
        return new AnchorWatch(file, file);
    }

    static AnchorWatch of(Supplier<TrustAnchors> source) {
        return new AnchorWatch(source, null);
    }

    Supplier<TrustAnchors> source() {
        return source;
    }

    @Override
    public synchronized void start() {
        if (file != null) {
            var watched = file;
            looking = Thread.ofVirtual().name("dns-anchors").start(() -> look(watched));
        }
    }

    private static void look(AnchorFile file) {
        try {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                file.look();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void stop() {
        if (looking != null) {
            looking.interrupt();
            looking = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looking != null;
    }
}
