package io.labnet.tracker.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.tracker.swarm.SwarmStore;
import io.labnet.tracker.torrent.TorrentStore;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tracker's stores, chosen by {@code labnet.tracker.redis}. */
@Configuration(proxyBeanMethods = false)
class StoreWiring {
    @Bean
    Stores stores(TrackerSettings settings, LabSettings lab, Clock clock) throws IOException {
        return settings.redis().isEmpty()
                ? Stores.ofItself(
                        settings, lab.dataDir().resolve("tracker").resolve("torrents"), clock)
                : Stores.shared(settings, clock);
    }

    @Bean
    SwarmStore swarmStore(Stores stores) {
        return stores.swarms();
    }

    @Bean
    TorrentStore torrentStore(Stores stores) {
        return stores.torrents();
    }

    /** Ready is who can say which peers there are. */
    @Bean
    HealthIndicator storesHealthIndicator(Stores stores) {
        return () -> {
            var problem = stores.problem().get();
            return problem.isEmpty()
                    ? Health.up().build()
                    : Health.outOfService().withDetail("problem", problem).build();
        };
    }
}
