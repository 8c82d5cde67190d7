package io.labnet.gateway;

import io.labnet.admin.ServiceStart;
import io.labnet.gateway.services.NameLookup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The whole gateway on a port of its own, and a client with the key in its pocket. */
final class RunningGateway implements AutoCloseable {
    final ConfigurableApplicationContext context;
    final String key;
    private final HttpClient client = HttpClient.newHttpClient();

    RunningGateway(Path dataDir, FakeService... services) throws IOException {
        this(dataDir, _ -> {}, services);
    }

    RunningGateway(
            Path dataDir,
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
            FakeService... services)
            throws IOException {
        this(dataDir, initializer, arguments(FakeService::url, services));
    }

    RunningGateway(
            Path dataDir,
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
            List<String> arguments)
            throws IOException {
        var args = new ArrayList<>(List.of("--server.port=0", "--labnet.data-dir=" + dataDir));
        args.addAll(arguments);
        context =
                ServiceStart.of(GatewayApplication.class, GatewayApplication.NAME)
                        .initializers(initializer)
                        .run(args.toArray(String[]::new));
        var given = context.getEnvironment().getProperty("labnet.admin-key", "");
        key = given.isEmpty() ? Files.readString(dataDir.resolve("admin-key")).strip() : given;
    }

    /** A gateway before services with names, such as {@code dns.test}; looks every 50 ms. */
    static RunningGateway behindNames(Path dataDir, NameLookup names, FakeService... services)
            throws IOException {
        var args = arguments(one -> "http://" + one.noun + ".test:" + one.port(), services);
        args.add("--labnet.gateway.look-up-every=50ms");
        return new RunningGateway(dataDir, offering(names), args);
    }

    static ApplicationContextInitializer<ConfigurableApplicationContext> offering(
            NameLookup names) {
        return context ->
                ((GenericApplicationContext) context).registerBean(NameLookup.class, () -> names);
    }

    private static List<String> arguments(
            Function<FakeService, String> url, FakeService... services) {
        var args = new ArrayList<String>();
        for (int i = 0; i < services.length; i++) {
            var prefix = "--labnet.gateway.services[" + i + "].";
            args.add(
                    prefix
                            + "name="
                            + (services[i].noun.equals("peers") ? "peer" : services[i].noun)
                            + "-service");
            args.add(prefix + "noun=" + services[i].noun);
            args.add(prefix + "url=" + url.apply(services[i]));
        }
        return args;
    }

    URI at(String path) {
        var port = context.getEnvironment().getRequiredProperty("local.server.port");
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + key);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path), BodyHandlers.ofString());
    }

    HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body)),
                BodyHandlers.ofString());
    }

    /** Opens a stream of lines; closing it hangs up. */
    Stream<String> watch(String path) throws IOException, InterruptedException {
        return send(request(path), BodyHandlers.ofLines()).body();
    }

    <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
            throws IOException, InterruptedException {
        return client.send(request.build(), body);
    }

    @Override
    public void close() {
        client.shutdownNow();
        context.close();
    }
}
