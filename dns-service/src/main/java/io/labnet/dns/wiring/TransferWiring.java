package io.labnet.dns.wiring;

import io.labnet.admin.LabSettings;
import io.labnet.dns.delegation.ParentalAgent;
import io.labnet.dns.transfer.Access;
import io.labnet.dns.transfer.Copy;
import io.labnet.dns.transfer.KeyFile;
import io.labnet.dns.transfer.Notifier;
import io.labnet.dns.transfer.Office;
import io.labnet.dns.transfer.OurAddress;
import io.labnet.dns.transfer.Secondaries;
import io.labnet.dns.transfer.TransferMeters;
import io.labnet.dns.transfer.TsigKey;
import io.labnet.dns.transfer.TsigKeys;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.Zones;
import io.labnet.network.Network;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** What happens between name servers, put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TransferSettings.class)
class TransferWiring {
    private static final int DNS_PORT = 53;
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\[(.+)]|([0-9.]+)|([^\\[]*:.*:.*))(?::(\\d{1,5}))?");

    private final TransferSettings settings;
    private final int port;

    TransferWiring(TransferSettings settings, LabSettings lab) {
        this.settings = settings;
        this.port = lab.port(DNS_PORT);
    }

    @Bean
    TsigKeys tsigKeys(LabSettings lab, Clock clock) {
        var own = settings.transfer().secret();
        var secret =
                own.isEmpty()
                        ? KeyFile.secret(lab.dataDir().resolve("dns").resolve("labnet.key"))
                        : own;
        var keys = new ArrayList<TsigKey>();
        keys.add(TsigKey.of(KeyFile.NAME, KeyFile.ALGORITHM, secret, clock));
        settings.transfer()
                .keys()
                .forEach(k -> keys.add(TsigKey.of(k.name(), k.algorithm(), k.secret(), clock)));
        return new TsigKeys(keys);
    }

    @Bean
    Access access(TsigKeys keys) {
        var own = DnsWiring.name(KeyFile.NAME);
        var transfers = new ArrayList<Access.Transfer>();
        transfers.add(new Access.Transfer(null, List.of(), own));
        for (var allow : settings.transfer().allow()) {
            var networks = allow.networks().stream().map(Network::parse).toList();
            var key = key(keys, allow.key());
            transfers.add(
                    new Access.Transfer(
                            zone(allow.zone()), networks, key == null ? null : key.name()));
        }
        var updates = new ArrayList<Access.Update>();
        updates.add(new Access.Update(own, Name.root, Set.of()));
        for (var update : settings.transfer().updates()) {
            updates.add(
                    new Access.Update(
                            keys.required(DnsWiring.name(update.key())).name(),
                            DnsWiring.name(update.subtree()),
                            update.types().stream()
                                    .map(TransferWiring::type)
                                    .collect(Collectors.toSet())));
        }
        return new Access(transfers, updates);
    }

    private static int type(String text) {
        var type = Type.value(text);
        if (type < 0 || !Type.isRR(type)) {
            throw new IllegalArgumentException(
                    "labnet.dns.transfer.updates names the type " + text + ", which is none");
        }
        return type;
    }

    private static @Nullable TsigKey key(TsigKeys keys, String name) {
        return name.isEmpty() ? null : keys.required(DnsWiring.name(name));
    }

    private static @Nullable Name zone(String name) {
        return name.isEmpty() ? null : DnsWiring.name(name);
    }

    @Bean
    TransferMeters transferMeters(MeterRegistry meters, Zones zones) {
        Gauge.builder("labnet.dns.journal-bytes", zones, Zones::journalBytes).register(meters);
        return new TransferMeters(meters);
    }

    @Bean
    Secondaries secondaries(
            TsigKeys keys,
            Zones zones,
            ZoneFiles files,
            OurAddress ours,
            TransferMeters meters,
            Clock clock) {
        var copies = new ArrayList<Copy>();
        for (var secondary : settings.secondaries()) {
            var primaries = secondary.primaries().stream().map(this::at).toList();
            var key = key(keys, secondary.key());
            var copy =
                    new Copy(DnsWiring.name(secondary.zone()), primaries, key, secondary.catalog());
            if (zones.isSecondary(copy.origin())) {
                copies.add(copy);
            }
        }
        return new Secondaries(copies, zones, files, ours, meters, clock);
    }

    @Bean
    Notifier notifier(TsigKeys keys, Zones zones, OurAddress ours, TransferMeters meters) {
        var targets = new ArrayList<Notifier.Target>();
        for (var notified : settings.transfer().notified()) {
            var key = key(keys, notified.key());
            for (var to : notified.to()) {
                targets.add(new Notifier.Target(zone(notified.zone()), at(to), key));
            }
        }
        return new Notifier(targets, zones, ours, meters);
    }

    private InetSocketAddress at(String text) {
        return address(text, port);
    }

    /** The address of a name server, at the port where none is given. */
    static InetSocketAddress address(String text, int port) {
        var parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no address of a name server, as 192.0.2.1:53 is");
        }
        var host = Stream.of(1, 2, 3).map(parts::group).filter(Objects::nonNull).findFirst();
        var given = parts.group(4);
        return new InetSocketAddress(
                InetAddress.ofLiteral(host.orElseThrow()),
                given == null ? port : Integer.parseInt(given));
    }

    @Bean
    Office office(
            TsigKeys keys,
            Access access,
            Zones zones,
            Secondaries secondaries,
            ParentalAgent agent,
            TransferMeters meters) {
        return new Office(keys, access, zones, secondaries, agent::notified, meters);
    }

    // After the listeners, for whoever is told of a change asks at once.
    @Bean
    TransferLifecycle transferLifecycle(
            DnsListeners listeners, Secondaries secondaries, Notifier notifier) {
        return new TransferLifecycle(secondaries, notifier);
    }
}
