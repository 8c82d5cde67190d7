package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

/** The zones that come with Labnet agree with each other, wherever their hosts are. */
@ParameterizedClass
@MethodSource("worlds")
class WorldTest {
    private static final List<String> ORIGINS =
            List.of(
                    ".",
                    "root-servers.net.",
                    "edu.",
                    "com.",
                    "org.",
                    "fr.",
                    "arpa.",
                    "umass.edu.",
                    "poly.edu.",
                    "someschool.edu.",
                    "amazon.com.",
                    "crepes.fr.",
                    "hamburger.edu.",
                    "pbs.org.");

    private final Zones zones;

    WorldTest(ZoneTemplate template) throws Exception {
        zones = new Zones(new ZoneFiles(Path.of("nowhere"), template));
        for (var origin : ORIGINS) {
            zones.load(Name.fromString(origin));
        }
        zones.load(template.reverse());
    }

    static List<ZoneTemplate> worlds() {
        return List.of(Worlds.laptop(), Worlds.small(), Worlds.full());
    }

    private Stream<Record> all(int type) {
        return zones.all().stream()
                .flatMap(zone -> zone.records().stream())
                .filter(record -> record.getType() == type);
    }

    @Test
    void parent_and_child_name_the_same_servers_at_each_cut() {
        for (var parent : zones.all()) {
            var cuts =
                    parent.records().stream()
                            .filter(r -> r.getType() == Type.NS)
                            .map(Record::getName)
                            .filter(name -> !name.equals(parent.origin()))
                            .distinct();
            assertThat(cuts)
                    .allSatisfy(cut -> {
                        var child = zones.zone(cut);
                        assertThat(child).isNotNull();
                        assertThat(parent.records(cut, Type.NS))
                                .hasSameElementsAs(
                                        child == null ? List.of() : child.records(cut, Type.NS));
                    });
        }
    }

    @Test
    void each_host_has_the_same_address_wherever_it_stands() {
        var addresses = all(Type.A).filter(r -> !r.getName().isWild()).toList();
        var names = new HashSet<Name>();
        addresses.forEach(record -> names.add(record.getName()));
        var distinct = new HashSet<>(addresses);
        assertThat(distinct).hasSameSizeAs(names);
    }

    @Test
    void each_name_server_has_an_address() {
        var hosts = all(Type.A).map(Record::getName).toList();
        assertThat(all(Type.NS).map(ns -> ((NSRecord) ns).getTarget())).isSubsetOf(hosts);
    }

    @Test
    void each_address_leads_back_to_a_host_that_has_it() {
        var addresses = all(Type.A).map(r -> (ARecord) r).toList();
        for (var pointer : all(Type.PTR).map(r -> (PTRRecord) r).toList()) {
            assertThat(addresses)
                    .anySatisfy(a -> {
                        assertThat(a.getName()).isEqualTo(pointer.getTarget());
                        assertThat(ReverseMap.fromAddress(a.getAddress()))
                                .isEqualTo(pointer.getName());
                    });
        }
        var pointers = all(Type.PTR).map(Record::getName).toList();
        assertThat(addresses.stream().map(a -> ReverseMap.fromAddress(a.getAddress())))
                .isSubsetOf(pointers);
    }

    @Test
    void networkutopia_is_not_registered() {
        var com = zones.zone(Name.fromConstantString("com."));
        assertThat(com).isNotNull();
        assertThat(com != null && com.has(Name.fromConstantString("networkutopia.com."))).isFalse();
    }
}
