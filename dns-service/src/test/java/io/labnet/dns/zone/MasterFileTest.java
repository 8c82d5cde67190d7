package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Master files, by RFC 1035 section 5 and what came after it. */
class MasterFileTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final String APEX = "@ 60 SOA ns root 1 1 1 1 60\n@ 60 NS ns\n";

    // DLV; above are types for private use.
    private static final int LAST_TYPE = 32_769;

    // These have rules of their own beside others, or without services.
    private static final Set<Integer> ALONE =
            Set.of(Type.SOA, Type.CNAME, Type.NS, Type.DNAME, Type.DS, Type.WKS);

    @TempDir Path folder;

    private static List<String> read(String text) throws ZoneFault {
        return lines(MasterFile.read(EDU, APEX + text));
    }

    /** All but the apex, as one line each. */
    private static List<String> lines(Zone zone) {
        return zone.records().stream()
                .filter(record -> !record.getName().equals(EDU))
                .map(r ->
                        (r.getName() + " " + r.getTTL() + " " + Type.string(r.getType()) + " ")
                                + r.rdataToString())
                .toList();
    }

    private Zone readFile(String text) throws Exception {
        var file = folder.resolve("zones").resolve("edu.zone");
        Files.createDirectories(folder.resolve("zones"));
        Files.writeString(file, APEX + text);
        return MasterFile.read(EDU, file);
    }

    private static void refuses(String text, String reason) {
        assertThatThrownBy(() -> MasterFile.read(EDU, APEX + text))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(reason);
    }

    private void refusesFile(String text, String reason) {
        assertThatThrownBy(() -> readFile(text))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining(reason);
    }

    @Test
    void owner_ttl_and_class_are_those_of_the_record_before() throws Exception {
        assertThat(
                        read(
                                """
                                a 90 IN A 127.0.0.1
                                   TXT x
                                b IN 30 A 127.0.0.2
                                \tTXT y
                                c A 127.0.0.3
                                """))
                .containsExactly(
                        "a.edu. 90 A 127.0.0.1",
                        "a.edu. 90 TXT x",
                        "b.edu. 30 A 127.0.0.2",
                        "b.edu. 30 TXT y",
                        "c.edu. 30 A 127.0.0.3");
    }

    @Test
    void ttl_directive_holds_from_there_on() throws Exception {
        assertThat(read("$TTL 1h30m\na A 127.0.0.1\nb 5 A 127.0.0.1\nc A 127.0.0.1\n"))
                .containsExactly(
                        "a.edu. 5400 A 127.0.0.1",
                        "b.edu. 5 A 127.0.0.1",
                        "c.edu. 5400 A 127.0.0.1");
    }

    @Test
    void an_soa_without_a_ttl_takes_its_minimum() throws Exception {
        var zone = MasterFile.read(EDU, "@ SOA Ns root 1 1 1 1 77\n  NS ns\n");
        assertThat(zone.records()).allMatch(record -> record.getTTL() == 77);
        assertThat(zone.soa().getHost()).hasToString("Ns.edu.");
        assertThatThrownBy(() -> MasterFile.read(EDU, "@ NS ns\n"))
                .hasMessageContaining("line 1, column 3: no TTL");
    }

    @Test
    void origin_directive_changes_what_names_are_relative_to() throws Exception {
        assertThat(read("$ORIGIN umass\nwww A 127.0.0.1\n$ORIGIN cs.umass.edu.\n@ MX 5 m\n"))
                .containsExactly(
                        "cs.umass.edu. 60 MX 5 m.cs.umass.edu.", "www.umass.edu. 60 A 127.0.0.1");
    }

    @Test
    void an_entry_may_take_several_lines_between_parentheses() throws Exception {
        assertThat(
                        read(
                                """
                                a ( 90 ; not the end
                                  IN
                                ) MX ( 10
                                  mail ) ; the end
                                b TXT ( "one ; (" ; comment )
                                  two\\;too )
                                """))
                .containsExactly(
                        "a.edu. 90 MX 10 mail.edu.", "b.edu. 90 TXT \"one ; (\" \"two;too\"");
        refuses("a ( A 127.0.0.1\n", "a parenthesis is never closed");
        refuses("a A 127.0.0.1 )\n", "line 3, column 15: a parenthesis is closed");
    }

    @Test
    void names_may_have_any_bytes() throws Exception {
        assertThat(read("a\\.b\\032\\\\c A 127.0.0.1\n"))
                .containsExactly("a\\.b\\032\\\\c.edu. 60 A 127.0.0.1");
        refuses("a..b A 127.0.0.1\n", "line 3, column 1: a name with an empty label");
        refuses("a\\999 A 127.0.0.1\n", "more than a byte holds");
        refuses("a\\9 A 127.0.0.1\n", "three digits");
        refuses("x".repeat(64) + " A 127.0.0.1\n", "a label longer than 63 bytes");
        refuses("x.".repeat(127) + " A 127.0.0.1\n", "is outside the zone");
        refuses("x.".repeat(126) + "y A 127.0.0.1\n", "a name longer than 255 bytes");
    }

    @Test
    void text_may_have_any_bytes() throws Exception {
        assertThat(read("a TXT \"é\" \\233\\é\n"))
                .containsExactly("a.edu. 60 TXT \\195\\169 \\233\\195\\169");
    }

    @Test
    void unknown_types_and_the_unknown_form_of_known_ones_are_read() throws Exception {
        assertThat(read("a TYPE65280 \\# 3 01 02 03\nb A \\# 4 7F000001\nc TYPE1 \\# 4 7F000002\n"))
                .containsExactly(
                        "a.edu. 60 TYPE65280 \\# 3 010203",
                        "b.edu. 60 A 127.0.0.1",
                        "c.edu. 60 A 127.0.0.2");
        refuses("b A \\# 3 7F0000\n", "line 3");
    }

    @Test
    void faults_are_told_with_line_column_and_reason() {
        refuses("www 60 A 127.0.0.256\n", "line 3, column 10: Invalid address");
        refuses("www 60 A\n", "line 3, column");
        refuses("www 60 A 127.0.0.1 127.0.0.2\n", "line 3, column 20: one word too many");
        refuses("\n\nwww 60 MX ten mail\n", "line 5, column 11: expected an integer");
        refuses("www 60 MX 10 mail more\n", "line 3, column 19: ");
        refuses("www 60 TXT \"open\n", "line 3, column 13: a quotation is not closed");
        refuses("www 60 CH A 127.0.0.1\n", "line 3, column 8: a record that is not of class IN");
        refuses("www 60 ANY x\n", "line 3, column 8");
        refuses("www 4294967295 A 127.0.0.1\n", "line 3, column 5: 4294967295 is a TTL above");
        refuses("  A 127.0.0.1\n$TTL\n", "line 4, column 1: $TTL needs a TTL");
        refuses("$BANANA\n", "line 3, column 1: $BANANA is not known");
        refuses("www.com. 60 A 127.0.0.1\n", "line 3, column 1: www.com A is outside the zone");
    }

    @Test
    void included_files_have_an_origin_and_owner_of_their_own() throws Exception {
        Files.createDirectories(folder.resolve("zones/more"));
        Files.writeString(
                folder.resolve("zones/more/cs.inc"), "www A 127.0.0.1\n$ORIGIN x\nb A 127.0.0.2\n");
        var zone =
                readFile("a A 127.0.0.9\n$INCLUDE more/cs.inc cs\n  TXT still-a\nc A 127.0.0.3\n");
        assertThat(lines(zone))
                .containsExactly(
                        "a.edu. 60 A 127.0.0.9",
                        "a.edu. 60 TXT still-a",
                        "c.edu. 60 A 127.0.0.3",
                        "www.cs.edu. 60 A 127.0.0.1",
                        "b.x.cs.edu. 60 A 127.0.0.2");
        Files.writeString(folder.resolve("zones/more/bad.inc"), "\nwww A 127.0\n");
        refusesFile("$INCLUDE more/bad.inc\n", "more/bad.inc: line 2, column 7: ");
    }

    @Test
    void no_file_outside_the_zone_folder_is_read() throws Exception {
        Files.writeString(folder.resolve("secret"), "www A 127.0.0.1\n");
        Files.createDirectories(folder.resolve("zones"));
        Files.createSymbolicLink(folder.resolve("zones/link"), folder.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("zones/up"), folder);
        refusesFile(
                "$INCLUDE ../secret\n", "line 3, column 10: ../secret is outside the zone folder");
        refusesFile("$INCLUDE link\n", "link is outside the zone folder");
        refusesFile("$INCLUDE up/secret\n", "up/secret is outside the zone folder");
        refusesFile(
                "$INCLUDE " + folder.resolve("secret") + "\n", "is not named from the zone folder");
        refusesFile("$INCLUDE missing\n", "missing cannot be read");
        refusesFile("$INCLUDE .\n", ". is no file");
        refuses("$INCLUDE edu.zone\n", "no file may be included here");
    }

    @Test
    void includes_are_bounded() throws Exception {
        Files.createDirectories(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/loop"), "$INCLUDE loop\n");
        refusesFile("$INCLUDE loop\n", "more than 8 files deep");
        Files.writeString(folder.resolve("zones/empty"), "");
        refusesFile("$INCLUDE empty\n".repeat(1001), "line 1003, column 10: more than");
    }

    @Test
    void generate_writes_a_line_for_each_number() throws Exception {
        assertThat(
                        read(
                                """
                                $GENERATE 9-11/2 h$ 30 A 127.0.0.$
                                $GENERATE 1-1 ${10,4,x} MX "5 m${-1}"
                                """))
                .containsExactly(
                        "000b.edu. 60 MX 5 m0.edu.",
                        "h11.edu. 30 A 127.0.0.11",
                        "h9.edu. 30 A 127.0.0.9");
        assertThat(read("$GENERATE 18-18 ${0,3,n} TXT \\$$$ ${0,0,X}\n"))
                .containsExactly("2.1.edu. 60 TXT $$ 12");
    }

    @Test
    void generate_is_bounded() {
        refuses("$GENERATE 1-1000000 h$ 60 A 127.0.0.1\n", "line 3, column 11: 1-1000000 has");
        refuses(
                "$GENERATE 0-65535 h A 127.0.0.1\n".repeat(5),
                "line 7, column 11: more than 262144 lines made in all");
        refuses("$GENERATE 5-1 h$ 60 A 127.0.0.1\n", "5-1 has no number");
        refuses("$GENERATE x h$ 60 A 127.0.0.1\n", "x is no range");
        refuses("$GENERATE 1-300 h$ 60 A 127.0.0.$\n", "a line that it makes: ");
        refuses("$GENERATE 1-3 $$GENERATE 1-3 h A 127.0.0.1\n", "a line that it makes: no record");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "txt 60 TXT \"a \\\"quoted\\\" ; text\" \"\\000\\255\" \"\"",
                "*.wild 60 MX 10 mail",
                "odd\\.label\\@ 60 A 127.0.0.1",
                "\\$TTL 60 A 127.0.0.1",
                "new 60 TYPE65280 \\# 3 010203",
                "none 60 TYPE65281 \\# 0",
                "_sip._udp 60 SRV 0 5 5060 host",
                "@ 60 CAA 0 issue \"ca.example; policy=ev\""
            })
    void what_is_written_reads_the_same(String line) throws Exception {
        var zone = MasterFile.read(EDU, APEX + line + "\n");
        var again = MasterFile.read(EDU, MasterFile.write(zone));
        assertThat(again.records().stream().map(Record::toString))
                .hasSize(3)
                .containsExactlyElementsOf(zone.records().stream().map(Record::toString).toList());
    }

    @Test
    void each_type_that_has_a_name_is_written_and_read_again() throws Exception {
        var text =
                new StringBuilder(
                        Files.readString(Path.of("src/test/resources/scenarios/all-types.zone")));
        var given = lines(MasterFile.read(EDU, text.toString()));
        for (int type = 1; type <= LAST_TYPE; type++) {
            var name = Type.string(type);
            var isNamed = Type.isRR(type) && type != Type.SOA && !name.startsWith("TYPE");
            if (isNamed && given.stream().noneMatch(line -> line.contains(" " + name + " "))) {
                text.append("type" + type + " TYPE" + type + " \\# 3 010203\n");
            }
        }
        var zone = MasterFile.read(EDU, text.toString());
        assertThat(zone.size()).isGreaterThan(given.size() + 2);
        var again = MasterFile.read(EDU, MasterFile.write(zone));
        assertThat(lines(again)).containsExactlyElementsOf(lines(zone));
        assertThat(again.records()).isEqualTo(zone.records());
    }

    /** A zone takes these from updates and transfers, and must be able to read them again. */
    @Test
    void whatever_comes_by_the_wire_is_written_and_read_again() throws Exception {
        var random = new Random(7);
        for (int round = 0; round < 40; round++) {
            var draft = new Draft(MasterFile.read(EDU, APEX));
            for (int type = 0; type <= LAST_TYPE; type += type < 300 ? 1 : 997) {
                var owner = new byte[1 + random.nextInt(8)];
                random.nextBytes(owner);
                var record = received(new Name(wire(owner)), type, random);
                if (record != null) {
                    draft.add(record);
                }
            }
            var difference = Objects.requireNonNull(draft.difference());
            var zone = MasterFile.read(EDU, APEX).apply(difference);
            assertThat(MasterFile.read(EDU, MasterFile.write(zone)).records())
                    .isEqualTo(zone.records());
        }
    }

    private static byte[] wire(byte[] label) {
        return ByteBuffer.allocate(label.length + 6)
                .put((byte) label.length)
                .put(label)
                .put(EDU.toWire())
                .array();
    }

    /** A record of random bytes; null where the type's data does not look so. */
    private static @Nullable Record received(Name owner, int type, Random random) {
        var data = new byte[random.nextInt(40)];
        random.nextBytes(data);
        for (int i = random.nextInt(4); i < data.length; i += 1 + random.nextInt(4)) {
            data[i] = (byte) random.nextInt(4);
        }
        var isWhole = Type.isRR(type) && !ALONE.contains(type);
        try {
            return isWhole ? Record.newRecord(owner, type, DClass.IN, 60, data) : null;
        } catch (RuntimeException malformed) {
            return null;
        }
    }

    @Test
    void garbage_is_refused_and_nothing_worse() {
        var random = new Random(42);
        var alphabet = "@ ab.*1\t\n\\\"();$#-{},/:AMXTNSOIGEL";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(APEX);
            var length = random.nextInt(60);
            for (int c = 0; c < length; c++) {
                text.append(
                        random.nextInt(8) == 0
                                ? (char) random.nextInt(256)
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(MasterFile.read(EDU, text.toString()).soa()).isNotNull();
            } catch (ZoneFault fault) {
                assertThat(fault.reason()).isNotBlank();
            }
        }
    }

    /** What is read without dnsjava is what dnsjava would read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAA ::",
                "AAAA ::1",
                "AAAA 1::",
                "AAAA 2001:db8::8:800:200c:417a",
                "AAAA 2001:DB8:0:0:8:800:200C:417A",
                "AAAA 1:2:3:4:5:6:7:8",
                "AAAA 1:2:3:4:5:6:7::",
                "AAAA ::2:3:4:5:6:7:8",
                "AAAA fe80::0001",
                "AAAA ::ffff:192.0.2.1",
                "AAAA \\# 4 00000000",
                "AAAA 1:2:3:4:5:6:7",
                "AAAA 1:2:3:4:5:6:7:8:9",
                "AAAA 1::2::3",
                "AAAA 1:::2",
                "AAAA :1",
                "AAAA 1:",
                "AAAA 12345::",
                "AAAA 1::g",
                "A 192.0.2.1",
                "A 192.0.2.",
                "A 192.0.2.256",
                "A 192.0..1",
                "A 1.2.3.4.5",
                "MX 0 .",
                "MX 65535 Mail.Example.",
                "MX 65536 mail",
                "MX -1 mail",
                "NS a\\.b.c\\046d",
                "CNAME Www.Example.",
                "PTR @"
            })
    void usual_data_is_what_it_is_elsewhere(String text) throws Exception {
        var parts = text.split(" ", 2);
        Record expected;
        try {
            var type = Type.value(parts[0]);
            expected =
                    Record.fromString(
                            Name.fromConstantString("x.edu."), type, DClass.IN, 60, parts[1], EDU);
        } catch (IOException | RuntimeException refused) {
            assertThatThrownBy(() -> read("x 60 " + text)).isInstanceOf(ZoneFault.class);
            return;
        }
        var records =
                MasterFile.read(EDU, APEX + "x 60 " + text)
                        .records(expected.getName(), expected.getType());
        assertThat(records).map(Record::toString).containsExactly(expected.toString());
    }

    @Test
    void records_of_a_name_are_one_however_far_apart() throws Exception {
        var text =
                """
                b.a 60 A 192.0.2.2
                B.A 60 AAAA ::1
                c 60 A 192.0.2.3
                a 60 TXT x
                b.a 60 A 192.0.2.1
                d.b.a 60 A 192.0.2.4
                b.a 60 A 192.0.2.2
                a 60 A 192.0.2.5
                d.B.a 30 A 192.0.2.6
                """;
        assertThat(read(text))
                .containsExactly(
                        "a.edu. 60 A 192.0.2.5",
                        "a.edu. 60 TXT x",
                        "b.a.edu. 60 A 192.0.2.1",
                        "b.a.edu. 60 A 192.0.2.2",
                        "B.A.edu. 60 AAAA 0:0:0:0:0:0:0:1",
                        "d.b.a.edu. 30 A 192.0.2.4",
                        "d.B.a.edu. 30 A 192.0.2.6",
                        "c.edu. 60 A 192.0.2.3");
    }
}
