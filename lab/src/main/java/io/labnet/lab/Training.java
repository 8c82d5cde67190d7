package io.labnet.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A little use of a fresh lab, so that the ahead-of-time cache knows the code of first requests.
 */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Training() {}

    static void use(Rack rack) throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            for (var service : rack.names()) {
                var port = rack.context(service).getEnvironment().getProperty("local.server.port");
                get(client, "http://127.0.0.1:" + port + "/actuator/health/readiness");
            }
            get(client, "http://127.0.0.1:8080/");
            get(client, "http://127.0.0.1:8080/api/services");
        }
        var proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", 3128));
        try (var client = HttpClient.newBuilder().proxy(proxy).build()) {
            get(client, "http://www.someschool.edu:1080/someDepartment/home.index");
        }
    }

    // Whether the request succeeds matters to the stories, not here.
    private static void get(HttpClient client, String url) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            var response = client.send(request, BodyHandlers.discarding());
            LOG.info("{} answered {}", url, response.statusCode());
        } catch (IOException e) {
            LOG.info("{} did not answer", url, e);
        }
    }
}
