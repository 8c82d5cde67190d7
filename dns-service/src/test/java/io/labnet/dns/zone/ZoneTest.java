package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final String APEX = "@ 60 SOA ns root 4294967295 1 1 1 60\n@ 60 NS ns\n";

    private static Zone zone(String records) throws ZoneFault {
        return MasterFile.read(EDU, APEX + records);
    }

    private static Record record(String name, int type, long ttl, String data) throws IOException {
        return Record.fromString(Name.fromString(name), type, DClass.IN, ttl, data, Name.root);
    }

    private static void refuses(String text, String reason) {
        assertThatThrownBy(() -> MasterFile.read(EDU, text))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_bad_line_is_named() {
        refuses(APEX + "www 60 A 127.0.0\n", "line 3: ");
        refuses(APEX + "\nwww 60 BANANA split\n", "line 4: ");
    }

    @Test
    void a_zone_needs_one_soa_and_a_name_server() {
        refuses("@ 60 NS ns\n", "needs exactly one SOA");
        refuses("@ 60 SOA ns root 1 1 1 1 60\n", "needs an NS record");
        refuses(APEX + "@ 60 SOA ns root 2 1 1 1 60\n", "needs exactly one SOA");
        refuses(APEX + "www 60 SOA ns root 2 1 1 1 60\n", "not the apex");
    }

    @Test
    void records_of_other_zones_are_refused() {
        refuses(APEX + "www.com. 60 A 127.0.0.1\n", "www.com A is outside the zone edu");
    }

    @Test
    void an_alias_stands_alone() {
        refuses(
                APEX + "www 60 CNAME ns\nwww 60 A 127.0.0.1\n",
                "a CNAME record beside other data at www.edu");
        refuses(APEX + "www 60 CNAME ns\nwww 60 CNAME ns2\n", "a CNAME record beside");
    }

    @Test
    void other_classes_are_refused() {
        refuses(APEX + "www 60 CH A 127.0.0.1\n", "not of class IN");
    }

    @Test
    void a_master_file_cannot_read_other_files_nor_make_records_without_number() {
        refuses(APEX + "$INCLUDE /etc/hostname\n", "line 3");
        refuses(APEX + "$GENERATE 1-1000000 h$ 60 A 127.0.0.1\n", "$GENERATE");
    }

    @Test
    void one_set_has_one_ttl_and_no_duplicates() throws Exception {
        var zone = zone("www 90 A 127.0.0.1\nwww 30 A 127.0.0.2\nwww 90 A 127.0.0.1\n");
        assertThat(zone.records(Name.fromString("www.edu."), Type.A))
                .hasSize(2)
                .allMatch(record -> record.getTTL() == 30);
    }

    @Test
    void each_change_has_the_next_serial_and_leaves_the_old_version_alone() throws Exception {
        var first = zone("");
        var second = first.with(record("www.edu.", Type.A, 60, "127.0.0.1"));
        assertThat(first.has(Name.fromString("www.edu."))).isFalse();
        assertThat(second.has(Name.fromString("www.edu."))).isTrue();
        // After 4294967295 it goes round (RFC 1982 section 3.1), and 1 is greater.
        assertThat(second.soa().getSerial()).isEqualTo(1);
        var third = second.without(Name.fromString("www.edu."), Type.A);
        assertThat(third.soa().getSerial()).isEqualTo(2);
        assertThat(third.has(Name.fromString("www.edu."))).isFalse();
    }

    @Test
    void a_new_record_sets_the_ttl_of_its_whole_set() throws Exception {
        var zone = zone("www 90 A 127.0.0.1\n");
        var changed = zone.with(record("www.edu.", Type.A, 120, "127.0.0.2"));
        assertThat(changed.records(Name.fromString("www.edu."), Type.A))
                .hasSize(2)
                .allMatch(record -> record.getTTL() == 120);
    }

    @Test
    void what_is_written_reads_the_same() throws Exception {
        var zone =
                zone(
                        """
                        txt 60 TXT "a \\"quoted\\" ; text" "\\000\\255"
                        *.wild 60 MX 10 mail
                        odd\\.label 60 A 127.0.0.1
                        new 60 TYPE65280 \\# 3 010203
                        _sip._udp 60 SRV 0 5 5060 host
                        """);
        var again = MasterFile.read(EDU, MasterFile.write(zone));
        assertThat(again.records()).isEqualTo(zone.records());
    }

    @Test
    void garbage_is_refused_and_nothing_worse() {
        var random = new Random(42);
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder(APEX);
            var length = random.nextInt(80);
            for (int c = 0; c < length; c++) {
                text.append((char) (random.nextInt(10) == 0 ? '\n' : 32 + random.nextInt(96)));
            }
            try {
                assertThat(MasterFile.read(EDU, text.toString()).soa()).isNotNull();
            } catch (ZoneFault fault) {
                assertThat(fault.reason()).isNotBlank();
            }
        }
    }
}
