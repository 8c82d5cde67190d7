package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.admin.WorldSettings;
import io.labnet.dns.alias.AddressLookup;
import io.labnet.dns.alias.AddressLookup.Answer;
import io.labnet.dns.alias.AliasTerms;
import io.labnet.dns.alias.AliasWatch;
import io.labnet.dns.zone.Zones;
import io.labnet.stub.Lookup;
import io.labnet.stub.StubResolver;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xbill.DNS.Record;

/** ALIAS records, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AliasSettings.class)
class AliasWiring {
    private static final int DNS_PORT = 53;

    private final AliasSettings settings;

    AliasWiring(AliasSettings settings) {
        this.settings = settings;
    }

    /** Who is asked about names that are not ours. */
    @Bean
    StubResolver othersNames(DnsSettings dns, WorldSettings world, LabSettings lab, Clock clock) {
        var port = lab.port(DNS_PORT);
        var given = settings.resolver();
        var server =
                given == null
                        ? new InetSocketAddress(world.address(dns.resolver().name()), port)
                        : TransferWiring.address(given, port);
        return new StubResolver(server, settings.timeout(), clock);
    }

    @Bean
    AliasWatch aliasWatch(Zones zones, StubResolver others, Clock clock, MeterRegistry meters) {
        var terms =
                new AliasTerms(
                        settings.ttlMin(),
                        settings.ttlMax(),
                        settings.retry(),
                        settings.staleMax());
        var failures = meters.counter("labnet.dns.alias-failures");
        var watch = new AliasWatch(zones, lookup(others), terms, clock, failures::increment);
        zones.watch(watch::changed);
        return watch;
    }

    private AddressLookup lookup(StubResolver resolver) {
        return (name, type) ->
                switch (resolver.records(name, type)) {
                    case Lookup.Found<Record>(var records) ->
                            new Answer.Known(
                                    records, Duration.ofSeconds(records.getFirst().getTTL()));
                    // For how long there is nothing matters little: soon enough it is asked again.
                    case Lookup.NoData<Record> _, Lookup.NoSuchName<Record> _ ->
                            new Answer.Known(List.of(), settings.retry());
                    case Lookup.Failed<Record>(var _, var reason) -> new Answer.Unknown(reason);
                };
    }

    @Bean
    AliasLife aliasLife(AliasWatch watch) {
        return new AliasLife(watch);
    }
}
