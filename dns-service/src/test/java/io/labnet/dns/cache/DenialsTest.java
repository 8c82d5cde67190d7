package io.labnet.dns.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Question;
import io.labnet.dns.validator.Evidence;
import io.labnet.dns.validator.Security;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

class DenialsTest {
    private static final String SIGNATURE = " 8 2 300 20300101000000 20200101000000 1 umass.edu. ";

    private static Record record(String name, int type, String data) {
        try {
            var owner = Name.fromString(name, Name.root);
            return Record.fromString(owner, type, DClass.IN, 300, data, Name.root);
        } catch (IOException malformed) {
            throw new IllegalArgumentException(data, malformed);
        }
    }

    private static void keep(Denials denials, String owner, String next, String types) {
        var proof =
                Evidence.of(Security.SECURE, null)
                        .with(
                                List.of(),
                                List.of(
                                        record(owner, Type.NSEC, next + ". " + types),
                                        record(owner, Type.RRSIG, "NSEC" + SIGNATURE + "AAAA")));
        denials.keep(proof, soa(), 60, 0);
    }

    private static SOARecord soa() {
        return (SOARecord) record("umass.edu", Type.SOA, "ns.umass.edu. root.umass.edu. 1 2 3 4 5");
    }

    private static Known infer(Denials denials, String name, String top, long now) {
        var question = new Question(Name.fromConstantString(name + "."), Type.A);
        return denials.infer(question, Name.fromConstantString(top), _ -> null, now)
                .map(Found::known)
                .orElse(new Known.Nothing());
    }

    private static Denials umass() {
        var denials = new Denials(100, 1 << 20);
        keep(denials, "umass.edu", "b.umass.edu", "NS SOA RRSIG NSEC");
        keep(denials, "b.umass.edu", "h.umass.edu", "A RRSIG NSEC");
        keep(denials, "h.umass.edu", "x.umass.edu", "NS RRSIG NSEC");
        return denials;
    }

    @Test
    void names_in_a_gap_are_denied_until_the_end_of_its_time() {
        var denials = umass();
        assertThat(infer(denials, "c.umass.edu", ".", 59)).isInstanceOf(Known.NoSuchName.class);
        assertThat(infer(denials, "umass.edu", ".", 59)).isInstanceOf(Known.NoData.class);
        assertThat(infer(denials, "b.umass.edu", ".", 59)).isInstanceOf(Known.Nothing.class);
        assertThat(infer(denials, "c.umass.edu", ".", 60)).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void about_what_is_delegated_the_zone_above_says_nothing() {
        var denials = umass();
        assertThat(infer(denials, "h.umass.edu", ".", 0)).isInstanceOf(Known.Nothing.class);
        assertThat(infer(denials, "c.h.umass.edu", ".", 0)).isInstanceOf(Known.Nothing.class);
        assertThat(infer(denials, "ha.umass.edu", ".", 0)).isInstanceOf(Known.NoSuchName.class);
        assertThat(infer(denials, "z.umass.edu", ".", 0)).isInstanceOf(Known.Nothing.class);
    }

    @Test
    void what_zones_above_a_detour_say_does_not_count_below_it() {
        var denials = umass();
        assertThat(infer(denials, "c.umass.edu", "umass.edu.", 0))
                .isInstanceOf(Known.NoSuchName.class);
        assertThat(infer(denials, "c.umass.edu", "c.umass.edu.", 0))
                .isInstanceOf(Known.Nothing.class);
    }

    @Test
    void the_oldest_make_room() {
        var denials = new Denials(3, 1 << 20);
        keep(denials, "umass.edu", "b.umass.edu", "NS SOA RRSIG NSEC");
        for (var n = 1; n < 9; n++) {
            keep(denials, "n" + n + ".umass.edu", "n" + n + "x.umass.edu", "A RRSIG NSEC");
            keep(denials, "umass.edu", "b.umass.edu", "NS SOA RRSIG NSEC");
            assertThat(denials.size()).isLessThanOrEqualTo(3);
        }
        assertThat(infer(denials, "n8a.umass.edu", ".", 0)).isInstanceOf(Known.NoSuchName.class);
        assertThat(infer(denials, "n1a.umass.edu", ".", 0)).isInstanceOf(Known.Nothing.class);
        var small = new Denials(1000, 1500);
        for (var n = 1; n < 9; n++) {
            keep(small, "n" + n + ".umass.edu", "n" + n + "x.umass.edu", "A RRSIG NSEC");
        }
        assertThat(small.size()).isBetween(1, 3);
        small.clear();
        assertThat(small.size()).isZero();
        assertThat(infer(small, "n8a.umass.edu", ".", 0)).isInstanceOf(Known.Nothing.class);
    }

    // Of two signatures one is proved, and the other may be anybody's.
    @Test
    void nothing_is_inferred_where_signatures_differ() {
        var dorm = record("x.dorm.umass.edu", Type.A, "127.80.0.3");
        var denial =
                List.of(
                        record("*.dorm.umass.edu", Type.NSEC, "pond.umass.edu. A RRSIG NSEC"),
                        record("*.dorm.umass.edu", Type.RRSIG, "NSEC" + SIGNATURE + "AAAA"));
        var signature = record("x.dorm.umass.edu", Type.RRSIG, "A" + of(3, "umass.edu."));
        var other = record("x.dorm.umass.edu", Type.RRSIG, "A" + of(2, "umass.edu."));
        assertThat(expanded(dorm, List.of(signature), denial)).isInstanceOf(Known.Records.class);
        assertThat(expanded(dorm, List.of(signature, other), denial))
                .isInstanceOf(Known.Nothing.class);
        var forged = new ArrayList<>(denial);
        forged.add(record("*.dorm.umass.edu", Type.RRSIG, "NSEC" + of(3, "edu.")));
        assertThat(expanded(dorm, List.of(signature), forged)).isInstanceOf(Known.Nothing.class);
    }

    private static String of(int labels, String signer) {
        return " 8 " + labels + " 300 20300101000000 20200101000000 1 " + signer + " AAAA";
    }

    /** What is said of another name of the wildcard. */
    private static Known expanded(Record record, List<Record> signatures, List<Record> denial) {
        var cache = new RecordCache(10, Clock.systemUTC());
        var proof = Evidence.of(Security.SECURE, null).with(signatures, denial).within(60);
        cache.keep(List.of(record), Credibility.ANSWER, proof, 0);
        var question = new Question(Name.fromConstantString("y.dorm.umass.edu."), Type.A);
        return cache.findProved(question, Name.root).known();
    }
}
