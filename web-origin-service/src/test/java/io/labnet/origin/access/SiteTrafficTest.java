package io.labnet.origin.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.access.SiteTraffic.Counts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SiteTrafficTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SiteTraffic traffic = new SiteTraffic(meters);

    @Test
    void each_site_has_its_own_counters() {
        traffic.accept(access("b.edu", 200, 10));
        traffic.accept(access("b.edu", 404, 5));
        traffic.accept(access("a.edu", 304, 0));
        traffic.accept(access("", 421, 7));
        assertThat(traffic.counts())
                .containsExactly(
                        new Counts("(none)", 1, Map.of("4xx", 1L), 7),
                        new Counts("a.edu", 1, Map.of("3xx", 1L), 0),
                        new Counts("b.edu", 2, Map.of("2xx", 1L, "4xx", 1L), 15));
        assertThat(
                        meters.get("labnet.web-origin.site-responses")
                                .tags("site", "b.edu", "status", "4xx")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void a_flood_of_sites_makes_no_flood_of_metrics() {
        for (int i = 0; i < 1000; i++) {
            traffic.accept(access("s" + i + ".edu", 200, 1));
        }
        assertThat(traffic.counts()).hasSize(SiteTraffic.SITES_MAX + 1);
        assertThat(traffic.counts().getFirst())
                .isEqualTo(new Counts("(none)", 800, Map.of("2xx", 800L), 800));
        assertThat(meters.getMeters()).hasSize(6 * (SiteTraffic.SITES_MAX + 1));
    }

    private static Access access(String site, int status, long bytes) {
        return new Access(
                1,
                Instant.EPOCH,
                "127.0.0.1:1",
                site,
                site,
                "GET",
                "/",
                "HTTP/1.1",
                status,
                bytes,
                "",
                "",
                1);
    }
}
