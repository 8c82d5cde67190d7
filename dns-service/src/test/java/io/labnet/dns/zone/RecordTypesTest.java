package io.labnet.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Every type of record, from a master file to the wire and back to a file. */
class RecordTypesTest {
    private static final Name EDU = Name.fromConstantString("edu.");
    private static final String APEX = "@ 60 SOA ns root 1 1 1 1 60\n@ 60 NS ns\n";
    private static final Pattern TABLE_ROW =
            Pattern.compile("^\\| `([A-Z]+)` \\| [^|]+ \\| `([^`]+)` \\|$");

    private static Record read(String line) throws ZoneFault {
        var zone = MasterFile.read(EDU, APEX + "x 60 " + line + "\n");
        var sets = zone.types(Name.fromConstantString("x.edu.")).values();
        return sets.iterator().next().getFirst();
    }

    private static Record overTheWire(Record record) throws Exception {
        var message = new Message();
        message.addRecord(record, Section.ANSWER);
        return new Message(message.toWire()).getSection(Section.ANSWER).getFirst();
    }

    @Test
    void each_type_goes_from_file_to_wire_to_file() throws Exception {
        var text = Files.readString(Path.of("src/test/resources/scenarios/all-types.zone"));
        var zone = MasterFile.read(EDU, text);
        var heard = new ArrayList<Record>();
        for (var record : zone) {
            heard.add(overTheWire(record));
        }
        assertThat(heard).hasSizeGreaterThan(75).isEqualTo(zone.records());
        var exported = MasterFile.write(Zone.of(EDU, heard));
        assertThat(MasterFile.read(EDU, exported).records()).isEqualTo(zone.records());
    }

    @ParameterizedTest
    @CsvSource({
        "CSYNC 66 3 A NS AAAA, 62, 000000420003 00 04 60000008",
        "DSYNC CDS NOTIFY 5359 s.example., 66, 003b 01 14ef 0173 076578616d706c65 00",
        "NID 10 0014:4fff:ff20:ee64, 104, 000a 00144fffff20ee64",
        "L32 10 10.1.2.0, 105, 000a 0a010200",
        "L64 10 2001:0DB8:1140:1000, 106, 000a 20010db811401000",
        "LP 10 l64.example., 107, 000a 036c3634 076578616d706c65 00",
        "EUI48 00-00-5e-00-53-2a, 108, 00005e00532a",
        "EUI64 00-00-5e-ef-10-00-00-2a, 109, 00005eef1000002a",
        "AMTRELAY 10 0 1 203.0.113.15, 260, 0a 01 cb00710f",
        "AMTRELAY 128 1 3 r.example., 260, 80 83 0172 076578616d706c65 00",
        "AMTRELAY 10 0 0 ., 260, 0a 00",
        "RESINFO qnamemin exterr=15, 261, 08 716e616d656d696e 09 6578746572723d3135",
        "NINFO two \"two words\", 56, 03 74776f 09 74776f20776f726473",
        "TALINK a.example. b.example., 58, 0161 076578616d706c65 00 0162 076578616d706c65 00"
    })
    void types_that_dnsjava_does_not_read_have_the_bytes_of_their_rfcs(
            String line, int type, String data) throws Exception {
        var record = read(line);
        assertThat(record.getType()).isEqualTo(type);
        assertThat(HexFormat.of().formatHex(record.rdataToWireCanonical()))
                .isEqualTo(data.replace(" ", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CSYNC 66 3 BANANA",
                "CSYNC 66",
                "CSYNC 66 65536 A",
                "DSYNC CDS LATER 53 s",
                "DSYNC BANANA NOTIFY 53 s",
                "DSYNC CDS NOTIFY 65536 s",
                "NID 10 0014:4fff:ff20",
                "NID 10 0014::ee64",
                "NID 10 0014:4fff:ff20:ee64 more",
                "L32 10 10.1.2",
                "L64 10 x",
                "LP 10",
                "EUI48 00-00-5e-00-53",
                "EUI48 00:00:5e:00:53:2a",
                "EUI64 00-00-5e-ef-10-00-00-2g",
                "AMTRELAY 10 2 1 203.0.113.15",
                "AMTRELAY 10 0 4 r",
                "AMTRELAY 10 0 1 ::1",
                "AMTRELAY 10 0 0 r",
                "RESINFO",
                "TXT",
                "TALINK a"
            })
    void what_is_wrong_with_them_is_told_with_its_line(String line) {
        assertThatThrownBy(() -> read(line))
                .isInstanceOf(ZoneFault.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void the_books_types_have_an_example_each_in_the_readme() throws Exception {
        var named = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("README.md"))) {
            var row = TABLE_ROW.matcher(line);
            if (row.matches()) {
                named.add(row.group(1));
                var record = example(row.group(2));
                assertThat(Type.string(record.getType())).isEqualTo(row.group(1));
                assertThat(overTheWire(record)).isEqualTo(record);
                assertThat(plain(record.toString())).isEqualTo(plain(row.group(2)));
            }
        }
        assertThat(named)
                .containsExactly(
                        "A", "AAAA", "NS", "CNAME", "MX", "PTR", "SOA", "TXT", "HINFO", "MINFO",
                        "RP", "SRV");
    }

    // dnsjava writes all of an IPv6 address, and quotes where there need be none.
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replace("\"", "").replace("0:0:0:0:0:0:0:1", "::1");
    }

    /** The first record of a zone that has nothing else but its apex. */
    private static Record example(String line) throws Exception {
        var owner = Name.fromString(line.split(" ", 2)[0]);
        var apex = ". 60 IN SOA a. b. 1 1 1 1 60\n. 60 IN NS a.\n";
        var isSoa = line.contains(" SOA ");
        var origin = isSoa ? owner : Name.root;
        var text = isSoa ? line + "\n" + owner + " 60 IN NS a.\n" : apex + line + "\n";
        var zone = MasterFile.read(origin, text);
        return zone.types(owner).values().stream()
                .flatMap(List::stream)
                .filter(r -> line.contains(" IN " + Type.string(r.getType()) + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void reverse_zones_of_both_kinds_are_zones_like_any_other() throws Exception {
        var six = Name.fromConstantString("8.b.d.0.1.0.0.2.ip6.arpa.");
        var pointer = "1" + ".0".repeat(23);
        var text = APEX + pointer + " 60 PTR gaia.cs.umass.edu.\n";
        var zone = MasterFile.read(six, text);
        var owner = Name.fromString(pointer, six);
        assertThat(owner).isEqualTo(ReverseMap.fromAddress("2001:db8::1"));
        assertThat(zone.records(owner, Type.PTR)).hasSize(1);
        var four = Name.fromConstantString("2.0.192.in-addr.arpa.");
        assertThat(MasterFile.read(four, APEX + "7 60 PTR gaia.cs.umass.edu.\n").records())
                .contains(
                        Record.fromString(
                                ReverseMap.fromAddress("192.0.2.7"),
                                Type.PTR,
                                DClass.IN,
                                60,
                                "gaia.cs.umass.edu.",
                                Name.root));
    }
}
