package io.labnet.dns.wiring;

import io.labnet.dns.catalog.CatalogConsumer;
import io.labnet.dns.catalog.CatalogProducer;
import io.labnet.dns.transfer.Secondaries;
import io.labnet.dns.zone.Hosting;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.Zones;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Catalogs of zones, put together. */
@Configuration(proxyBeanMethods = false)
class CatalogWiring {
    private final TransferSettings settings;

    CatalogWiring(TransferSettings settings) {
        this.settings = settings;
    }

    @Bean
    List<CatalogProducer> catalogProducers(Zones zones, Hosting hosting) throws ZoneFault {
        var producers = new ArrayList<CatalogProducer>();
        for (var catalog : settings.catalogs()) {
            if (hosting.servers().contains(catalog.server())) {
                var origin = DnsWiring.name(catalog.zone());
                producers.add(new CatalogProducer(origin, catalog.server(), zones, hosting));
            }
        }
        for (var producer : producers) {
            producer.start();
        }
        return producers;
    }

    @Bean
    List<CatalogConsumer> catalogConsumers(Zones zones, Hosting hosting, Secondaries secondaries) {
        var consumers = new ArrayList<CatalogConsumer>();
        for (var secondary : settings.secondaries()) {
            var copy = secondaries.copy(DnsWiring.name(secondary.zone()));
            if (secondary.catalog() && copy != null) {
                consumers.add(new CatalogConsumer(copy, zones, hosting, secondaries));
            }
        }
        consumers.forEach(CatalogConsumer::start);
        return consumers;
    }
}
