package io.labnet.dns.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class CatalogTest {
    private static final Name ORIGIN = Name.fromConstantString("catalog.example.");
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final Name COM = Name.fromConstantString("com.");
    // RFC 9432 appendix A, for the most part.
    private static final String CATALOG =
            """
            @ 0 SOA invalid. invalid. 1625079950 3600 600 2147483646 0
            @ 0 NS invalid.
            version 0 TXT "2"
            nj2xg5b.zones 0 PTR edu.
            group.nj2xg5b.zones 0 TXT "nodnssec"
            other.group.nj2xg5b.zones 0 PTR nothing.example.
            """;

    private static Zone catalog(String text) throws ZoneFault {
        return MasterFile.read(ORIGIN, text);
    }

    @Test
    void names_zones_and_says_more_about_them() throws Exception {
        var members = Catalog.members(catalog(CATALOG));
        assertThat(members).hasSize(1);
        assertThat(members.get(EDU))
                .isEqualTo(Name.fromConstantString("nj2xg5b.zones.catalog.example."));
    }

    @Test
    void a_broken_one_is_refused() throws Exception {
        refused(CATALOG.replace("\"2\"", "\"1\""), "not of version 2");
        refused(CATALOG.replace("version 0", "versions 0"), "not of version 2");
        refused(CATALOG + "version 0 TXT \"1\"\n", "not of version 2");
        refused(CATALOG + "nj2xg5b.zones 0 PTR com.\n", "names several zones");
        refused(CATALOG + "other.zones 0 PTR EDU.\n", "names EDU twice");
    }

    private static void refused(String text, String reason) throws ZoneFault {
        var zone = catalog(text);
        assertThatThrownBy(() -> Catalog.members(zone))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(reason);
    }

    @Test
    void names_what_it_is_to_name_always_by_the_same_label() throws Exception {
        var empty = Catalog.empty(ORIGIN);
        assertThat(Catalog.members(empty)).isEmpty();
        var both = empty.apply(Objects.requireNonNull(Catalog.naming(empty, Set.of(EDU, COM))));
        assertThat(Catalog.members(both).keySet()).containsExactlyInAnyOrder(EDU, COM);
        assertThat(Catalog.naming(both, Set.of(EDU, COM))).isNull();
        var one = both.apply(Objects.requireNonNull(Catalog.naming(both, Set.of(COM))));
        assertThat(Catalog.members(one).keySet()).containsExactly(COM);
        assertThat(Catalog.members(one).get(COM)).isEqualTo(Catalog.members(both).get(COM));
    }
}
