package io.labnet.tracker.wiring;

import io.labnet.admin.DataPlane;
import io.labnet.tracker.http.HttpFrontEnd;
import io.labnet.tracker.udp.UdpFrontEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the tracker to the world when the service has started, and closes it with the service. */
final class TrackerListeners implements DataPlane {
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(TrackerListeners.class);

    /** What is open between start and stop. */
    private record Running(HttpFrontEnd http, UdpFrontEnd udp, ScheduledExecutorService sweeper) {}

    private final TrackerSettings settings;
    private final Supplier<HttpFrontEnd> http;
    private final Supplier<UdpFrontEnd> udp;
    private final Runnable sweep;
    private final List<InetSocketAddress> httpAddresses = new ArrayList<>();
    private final List<InetSocketAddress> udpAddresses = new ArrayList<>();
    private @Nullable Running running;

    TrackerListeners(
            TrackerSettings settings,
            Supplier<HttpFrontEnd> http,
            Supplier<UdpFrontEnd> udp,
            Runnable sweep) {
        this.settings = settings;
        this.http = http;
        this.udp = udp;
        this.sweep = sweep;
    }

    /** Where it listens for HTTP, in the order of the settings. */
    List<InetSocketAddress> httpAddresses() {
        return List.copyOf(httpAddresses);
    }

    /** Where it listens for UDP, in the order of the settings. */
    List<InetSocketAddress> udpAddresses() {
        return List.copyOf(udpAddresses);
    }

    @Override
    public void start() {
        var sweeper =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("tracker-sweep").factory());
        running = new Running(http.get(), udp.get(), sweeper);
        try {
            listen(running);
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e.getMessage() + ": " + cause(e), e);
        }
        var periodMillis = BETWEEN_SWEEPS.toMillis();
        var _ =
                sweeper.scheduleWithFixedDelay(
                        sweep, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
        LOG.info("The tracker listens at {} (HTTP) and {} (UDP)", httpAddresses, udpAddresses);
    }

    private void listen(Running opening) throws IOException {
        for (var address : settings.addresses()) {
            var wanted = new InetSocketAddress(address, settings.port());
            httpAddresses.add(opening.http().listen(wanted));
            udpAddresses.add(opening.udp().listen(wanted));
        }
    }

    @Override
    public void stop() {
        var closing = running;
        running = null;
        httpAddresses.clear();
        udpAddresses.clear();
        if (closing != null) {
            closing.sweeper().shutdownNow();
            closing.http().close();
            try {
                closing.udp().close();
            } catch (IOException e) {
                LOG.warn("A UDP listener did not close", e);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    private static String cause(IOException e) {
        var cause = e.getCause();
        return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
    }
}
