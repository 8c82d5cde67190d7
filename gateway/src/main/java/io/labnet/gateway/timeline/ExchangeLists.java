package io.labnet.gateway.timeline;

import io.labnet.gateway.services.Instance;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks all instances of all services at once what they last said, and merges what comes in time.
 */
public final class ExchangeLists {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeLists.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ANSWER_BYTES_MAX = 1024 * 1024;
    private static final Comparator<ServiceExchange> NEWEST_FIRST =
            Comparator.comparing(ServiceExchange::at).reversed();

    private record Told(List<ServiceExchange.Told> items) {}

    private final Supplier<List<Instance>> instances;
    private final HttpClient client;
    private final JsonMapper json;

    /**
     * Lists that nobody has asked for yet.
     *
     * @param instances all instances of all services, as they are at the moment
     */
    public ExchangeLists(Supplier<List<Instance>> instances, HttpClient client, JsonMapper json) {
        this.instances = instances;
        this.client = client;
        this.json = json;
    }

    /**
     * The newest exchanges of all services, newest first; a silent service has none.
     *
     * @param most how many at most, 1 to 1000
     * @param q what the summary must contain; empty for any
     */
    public List<ServiceExchange> newest(int most, String q) {
        var lists = instances.get().stream().map(instance -> ask(instance, most, q)).toList();
        return lists.stream()
                .flatMap(list -> list.join())
                .sorted(NEWEST_FIRST)
                .limit(most)
                .toList();
    }

    private CompletableFuture<Stream<ServiceExchange>> ask(Instance instance, int most, String q) {
        var query = "?size=" + most + "&q=" + URLEncoder.encode(q, StandardCharsets.UTF_8);
        var uri = instance.at("/api/" + instance.service().noun() + "/exchanges" + query);
        var body = BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX);
        var answer = client.sendAsync(HttpRequest.newBuilder(uri).build(), body);
        return answer.copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(told -> read(instance, told))
                .exceptionally(failure -> {
                    // Hangs up: otherwise each look at a silent service would keep a connection.
                    answer.cancel(true);
                    return nothing(instance, failure);
                });
    }

    private Stream<ServiceExchange> read(Instance instance, HttpResponse<byte[]> answer) {
        return answer.statusCode() == 200
                ? json.readValue(answer.body(), Told.class).items().stream()
                        .map(told -> told.by(instance.service().name()))
                : Stream.of();
    }

    private static Stream<ServiceExchange> nothing(Instance instance, Throwable failure) {
        LOG.debug("{} tells no exchanges at the moment", instance, failure);
        return Stream.of();
    }
}
