package io.labnet.lab;

import static java.util.Objects.requireNonNullElse;

import io.labnet.admin.ServiceStart;
import io.labnet.gateway.services.ServiceSwitch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The services of this lab, each a Spring context that can be started and stopped by itself. */
final class Rack implements ServiceSwitch {
    private static final Logger LOG = LoggerFactory.getLogger(Rack.class);

    private final SequencedMap<String, Place> places = new LinkedHashMap<>();

    /**
     * A rack of stopped services.
     *
     * @param services one or more; the first stands before the others, which stop after it
     * @param args handed to every context, such as {@code --labnet.port-offset=1000}
     */
    Rack(List<Service> services, String... args) {
        // Contexts that start side by side must not each configure the one logging system.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        services.forEach(service -> places.put(service.name(), new Place(service, args)));
    }

    /**
     * Starts every service, all at once.
     *
     * @throws StartFailed naming the first service that could not start; the others are stopped
     */
    void startAll() throws StartFailed, InterruptedException {
        try (var starters = Executors.newFixedThreadPool(places.size())) {
            var starts = new LinkedHashMap<String, Future<?>>();
            places.forEach((name, place) -> starts.put(name, starters.submit(place::start)));
            for (var start : starts.entrySet()) {
                await(start.getKey(), start.getValue());
            }
        } catch (StartFailed failed) {
            stopAll();
            throw failed;
        }
    }

    private static void await(String service, Future<?> start)
            throws StartFailed, InterruptedException {
        try {
            start.get();
        } catch (ExecutionException e) {
            throw new StartFailed(service, requireNonNullElse(e.getCause(), e));
        }
    }

    /** Stops every service: first the one that stands before the others, then they, at once. */
    void stopAll() {
        places.firstEntry().getValue().stop();
        try (var stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            places.values().forEach(place -> stoppers.execute(place::stop));
        }
    }

    /** The services' names, in the order in which they were given. */
    Set<String> names() {
        return places.keySet();
    }

    @Override
    public boolean knows(String service) {
        return places.containsKey(service);
    }

    @Override
    public boolean isRunning(String service) {
        return place(service).context != null;
    }

    @Override
    public void start(String service) {
        place(service).start();
    }

    @Override
    public void stop(String service) {
        place(service).stop();
    }

    /** Whether a service answers its clients: its health group {@code readiness} is up. */
    boolean isReady(String service) {
        var health = context(service).getBean(HealthEndpoint.class).healthForPath("readiness");
        return health == null || Status.UP.equals(health.getStatus());
    }

    /**
     * A running service's context.
     *
     * @throws IllegalStateException when it does not run
     */
    ConfigurableApplicationContext context(String service) {
        var context = place(service).context;
        if (context == null) {
            throw new IllegalStateException(service + " is not running");
        }
        return context;
    }

    private Place place(String service) {
        var place = places.get(service);
        if (place == null) {
            throw new IllegalArgumentException("The lab has no service named " + service);
        }
        return place;
    }

    /** Where one service stands, with its context while it runs. */
    private final class Place {
        private final Service service;
        private final String[] args;
        private volatile @Nullable ConfigurableApplicationContext context;

        Place(Service service, String[] args) {
            this.service = service;
            this.args = args.clone();
        }

        synchronized void start() {
            if (context == null) {
                context = builder().run(args);
            }
        }

        synchronized void stop() {
            var running = context;
            if (running != null) {
                running.close();
                context = null;
                LOG.info("{} has stopped", service.name());
            }
        }

        // The launcher stops the services in its own order, so Spring's shutdown hook stays out.
        private SpringApplicationBuilder builder() {
            var builder =
                    ServiceStart.of(service.application(), service.name())
                            .registerShutdownHook(false)
                            .logStartupInfo(false);
            return service.equals(Service.GATEWAY)
                    ? builder.initializers(this::offerSwitch)
                    : builder;
        }

        private void offerSwitch(ConfigurableApplicationContext gateway) {
            ((GenericApplicationContext) gateway)
                    .registerBean(ServiceSwitch.class, () -> Rack.this);
        }
    }
}
