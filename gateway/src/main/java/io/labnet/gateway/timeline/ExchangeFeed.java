package io.labnet.gateway.timeline;

import io.labnet.gateway.services.Service;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens to the services' live exchanges while somebody watches the timeline.
 *
 * <p>One connection a service, however many watch; none when nobody does.
 */
public final class ExchangeFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeFeed.class);
    private static final Duration WANTED_FOR = Duration.ofSeconds(3);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final String DATA = "data:";

    private final List<Service> services;
    private final HttpClient client;
    private final JsonMapper json;
    private final Timeline timeline;
    private final Clock clock;
    private final ConcurrentMap<Service, Thread> listeners = new ConcurrentHashMap<>();
    private volatile Instant wantedUntil = Instant.MIN;

    public ExchangeFeed(
            List<Service> services,
            HttpClient client,
            JsonMapper json,
            Timeline timeline,
            Clock clock) {
        this.services = List.copyOf(services);
        this.client = client;
        this.json = json;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** Says that somebody watches now; to be repeated within three seconds while somebody does. */
    public void wanted() {
        wantedUntil = clock.instant().plus(WANTED_FOR);
        services.forEach(service -> listeners.computeIfAbsent(service, this::startListening));
    }

    @Override
    public void close() {
        wantedUntil = Instant.MIN;
        listeners.values().forEach(Thread::interrupt);
    }

    private Thread startListening(Service service) {
        return Thread.ofVirtual()
                .name("gateway-feed-" + service.noun())
                .start(() -> listen(service));
    }

    private boolean isWanted() {
        return clock.instant().isBefore(wantedUntil);
    }

    private void listen(Service service) {
        try {
            while (isWanted()) {
                follow(service);
                Thread.sleep(BETWEEN_TRIES);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(service);
        }
    }

    private void follow(Service service) throws InterruptedException {
        var events =
                HttpRequest.newBuilder(service.at("/api/" + service.noun() + "/exchanges/events"))
                        .timeout(ANSWER_WITHIN)
                        .build();
        try {
            var answer = client.send(events, BodyHandlers.ofInputStream());
            try (var body = new BufferedInputStream(answer.body())) {
                if (answer.statusCode() == 200) {
                    read(service, body);
                }
            }
        } catch (IOException away) {
            LOG.debug("{} tells no exchanges at the moment", service.name(), away);
        }
    }

    // A service says at least a comment every other second, which is when a feed that nobody
    // wants any more comes to its end.
    private void read(Service service, InputStream body) throws IOException {
        var lines = new EventLines(body);
        for (var line = lines.next(); line != null && isWanted(); line = lines.next()) {
            if (line.startsWith(DATA)) {
                add(service, line.substring(DATA.length()));
            }
        }
    }

    private void add(Service service, String data) {
        try {
            var told = json.readValue(data, ServiceExchange.Told.class);
            timeline.add(told.by(service.name()));
        } catch (JacksonException strange) {
            LOG.debug("{} told something that is no exchange", service.name(), strange);
        }
    }
}
