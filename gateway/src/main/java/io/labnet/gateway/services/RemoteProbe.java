package io.labnet.gateway.services;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Looks at a service's instances over HTTP, all at once: readiness, then counters. */
public final class RemoteProbe implements Probe {
    private static final Duration PATIENCE = Duration.ofMillis(1500);
    private static final int ANSWER_BYTES_MAX = 256 * 1024;
    private static final TypeReference<Map<String, Double>> COUNTERS = new TypeReference<>() {};

    private final Service service;
    private final Instances instances;
    private final HttpClient client;
    private final JsonMapper json;

    public RemoteProbe(Service service, Instances instances, HttpClient client, JsonMapper json) {
        this.service = service;
        this.instances = instances;
        this.client = client;
        this.json = json;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public List<Seen> look() {
        var found = instances.of(service);
        try (var lookers = Executors.newVirtualThreadPerTaskExecutor()) {
            var looks =
                    found.stream()
                            .map(instance ->
                                    CompletableFuture.supplyAsync(() -> look(instance), lookers))
                            .toList();
            return looks.stream().map(look -> look.join()).toList();
        }
    }

    private Seen look(Instance instance) {
        try {
            var readiness = get(instance, "/actuator/health/readiness").statusCode();
            // Actuator says 503 both while a service starts and when it refuses traffic.
            var state = readiness == 200 ? ServiceState.UP : ServiceState.OUT_OF_SERVICE;
            return new Seen(instance, state, counters(instance));
        } catch (IOException away) {
            return Seen.nothingOf(instance);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Seen.nothingOf(instance);
        }
    }

    private Map<String, Double> counters(Instance instance)
            throws IOException, InterruptedException {
        var answer = get(instance, "/api/" + service.noun() + "/counters");
        if (answer.statusCode() != 200) {
            return Map.of();
        }
        try {
            return json.readValue(answer.body(), COUNTERS);
        } catch (JacksonException notCounters) {
            return Map.of();
        }
    }

    private HttpResponse<byte[]> get(Instance instance, String path)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(instance.at(path)).build();
        var body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX);
        var answer = client.sendAsync(request, body);
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(service.name() + " does not answer", e);
        } finally {
            answer.cancel(true);
        }
    }
}
