package io.labnet.tracker.wiring;

import io.labnet.bittorrent.InfoHash;
import io.labnet.trace.Trace;
import io.labnet.tracker.http.HttpAnswers;
import io.labnet.tracker.http.HttpFrontEnd;
import io.labnet.tracker.http.HttpLimits;
import io.labnet.tracker.journal.Journal;
import io.labnet.tracker.swarm.AnnouncePolicy;
import io.labnet.tracker.swarm.SwarmStore;
import io.labnet.tracker.swarm.Tracker;
import io.labnet.tracker.torrent.TorrentStore;
import io.labnet.tracker.udp.UdpFrontEnd;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.function.Predicate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tracker's parts, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TrackerSettings.class)
class TrackerWiring {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Tracker tracker(
            TrackerSettings settings, SwarmStore swarms, TorrentStore torrents, Clock clock) {
        Predicate<InfoHash> admits = settings.open() ? _ -> true : torrents::hosts;
        var policy =
                new AnnouncePolicy(
                        settings.interval(),
                        settings.minInterval(),
                        settings.peersDefault(),
                        settings.peersMax(),
                        settings.trustIpParameter(),
                        admits);
        return new Tracker(policy, swarms, clock);
    }

    @Bean
    Journal journal(Trace trace, MeterRegistry meters) {
        return new Journal(trace, meters);
    }

    @Bean
    MeterBinder swarmGauges(SwarmStore store) {
        return meters -> {
            Gauge.builder("labnet.tracker.swarms", () -> store.totals().swarms()).register(meters);
            Gauge.builder("labnet.tracker.peers", () -> store.totals().peers()).register(meters);
            Gauge.builder("labnet.tracker.seeds", () -> store.totals().seeds()).register(meters);
        };
    }

    @Bean
    TrackerListeners trackerListeners(
            TrackerSettings settings,
            Tracker tracker,
            TorrentStore torrents,
            SwarmStore swarms,
            Stores stores,
            Journal journal,
            Clock clock) {
        var limits =
                new HttpLimits(
                        settings.connectionsMax(), settings.idle(), settings.requestTimeout());
        return new TrackerListeners(
                settings,
                () ->
                        new HttpFrontEnd(
                                new HttpAnswers(tracker, torrents, journal, clock),
                                limits,
                                stores.answering()),
                () -> new UdpFrontEnd(tracker, journal, stores.secrets(), clock),
                swarms::expire);
    }
}
