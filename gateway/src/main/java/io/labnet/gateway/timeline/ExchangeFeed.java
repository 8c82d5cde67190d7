package io.labnet.gateway.timeline;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.upstream.EventLines;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens to the services' live exchanges while somebody watches the timeline.
 *
 * <p>One connection an instance, however many watch; none when nobody does.
 */
public final class ExchangeFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeFeed.class);
    private static final Duration WANTED_FOR = Duration.ofSeconds(3);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final String DATA = "data:";

    private final Supplier<List<Instance>> instances;
    private final HttpClient client;
    private final JsonMapper json;
    private final Timeline timeline;
    private final Clock clock;
    private final ConcurrentMap<Instance, Thread> listeners = new ConcurrentHashMap<>();
    private volatile Instant wantedUntil = Instant.MIN;

    /**
     * A feed that listens to nobody yet.
     *
     * @param instances all instances of all services, as they are at the moment
     */
    public ExchangeFeed(
            Supplier<List<Instance>> instances,
            HttpClient client,
            JsonMapper json,
            Timeline timeline,
            Clock clock) {
        this.instances = instances;
        this.client = client;
        this.json = json;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** Says that somebody watches now; to be repeated within three seconds while somebody does. */
    public void wanted() {
        wantedUntil = clock.instant().plus(WANTED_FOR);
        instances.get().forEach(one -> listeners.computeIfAbsent(one, this::startListening));
    }

    @Override
    public void close() {
        wantedUntil = Instant.MIN;
        listeners.values().forEach(Thread::interrupt);
    }

    private Thread startListening(Instance instance) {
        return Thread.ofVirtual()
                .name("gateway-feed-" + instance.service().noun())
                .start(() -> listen(instance));
    }

    private boolean isWanted() {
        return clock.instant().isBefore(wantedUntil);
    }

    private void listen(Instance instance) {
        try {
            while (isWanted() && instances.get().contains(instance)) {
                follow(instance);
                Thread.sleep(BETWEEN_TRIES);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(instance);
        }
    }

    private void follow(Instance instance) throws InterruptedException {
        var events =
                HttpRequest.newBuilder(
                                instance.at(
                                        "/api/" + instance.service().noun() + "/exchanges/events"))
                        .timeout(ANSWER_WITHIN)
                        .build();
        try {
            var answer = client.send(events, BodyHandlers.ofInputStream());
            try (var body = new BufferedInputStream(answer.body())) {
                if (answer.statusCode() == 200) {
                    read(instance, body);
                }
            }
        } catch (IOException away) {
            LOG.debug("{} tells no exchanges at the moment", instance, away);
        }
    }

    // A service says at least a comment every other second, which is when a feed that nobody
    // wants any more comes to its end.
    private void read(Instance instance, InputStream body) throws IOException {
        var lines = new EventLines(body);
        for (var line = lines.next(); line != null && isWanted(); line = lines.next()) {
            if (line.startsWith(DATA)) {
                add(instance, line.substring(DATA.length()));
            }
        }
    }

    private void add(Instance instance, String data) {
        try {
            var told = json.readValue(data, ServiceExchange.Told.class);
            timeline.add(told.by(instance.service().name()));
        } catch (JacksonException strange) {
            LOG.debug("{} told something that is no exchange", instance, strange);
        }
    }
}
