package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A load as the web's is: the page of rank k is asked for 1/k as often as the first (Breslau et
 * al., "Web Caching and Zipf-like Distributions", 1999).
 */
class ZipfTest {
    private static final int PAGES = 400;
    private static final int REQUESTS = 3000;

    private static double[] popularity() {
        var weights = IntStream.rangeClosed(1, PAGES).mapToDouble(rank -> 1.0 / rank).toArray();
        var all = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / all).toArray();
    }

    private static int page(double[] popularity, double chance) {
        var page = 0;
        for (var left = chance; page < PAGES - 1 && left >= popularity[page]; page++) {
            left -= popularity[page];
        }
        return page;
    }

    // A page misses once, if it is asked for at all: 1 - (1 - p)^n of them are.
    private static double expectedHitRatio(double[] popularity) {
        var misses = Arrays.stream(popularity).map(p -> 1 - Math.pow(1 - p, REQUESTS)).sum();
        return 1 - misses / REQUESTS;
    }

    @Test
    void the_counters_say_of_a_zipf_load_what_it_was_and_what_is_expected() throws IOException {
        var popularity = popularity();
        var random = new Random(1999);
        var asked = new HashSet<Integer>();
        try (var proxy = new TestProxy();
                var origin = ScriptedOrigin.saying("200 OK\nCache-Control: max-age=60", "hello");
                var client = proxy.connect()) {
            for (int i = 0; i < REQUESTS; i++) {
                var page = page(popularity, random.nextDouble());
                asked.add(page);
                assertThat(client.ask("GET", origin.url("/" + page)).status()).isEqualTo(200);
            }
            assertThat(origin.heard()).hasSize(asked.size());
            assertThat(proxy.count("hits")).isEqualTo(REQUESTS - asked.size());
            assertThat(proxy.count("hit-ratio"))
                    .isEqualTo(1 - (double) asked.size() / REQUESTS, within(1e-9))
                    .isEqualTo(expectedHitRatio(popularity), within(0.02));
        }
    }
}
