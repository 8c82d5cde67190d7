package io.labnet.dns.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.validator.Denial.Proof;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class NsecDenialTest {
    private static final Name UMASS = name("umass.edu");

    private static Name name(String text) {
        return Name.fromConstantString(text + ".");
    }

    private static Record nsec(String owner, String next, int... types) {
        return new NSECRecord(name(owner), DClass.IN, 60, name(next), types);
    }

    private static Denial denial(Record... records) {
        return Denial.of(UMASS, List.of(records), new Effort());
    }

    private static Denial denial(Name zone, Record... records) {
        return Denial.of(zone, Arrays.asList(records), new Effort());
    }

    private final Record apex =
            nsec("umass.edu", "cs.umass.edu", Type.SOA, Type.NS, Type.NSEC, Type.RRSIG);

    @Test
    void a_name_is_denied_with_the_wildcard_that_could_stand_for_it() throws Exception {
        var around = nsec("gaia.umass.edu", "www.umass.edu", Type.A);
        assertThat(denial(around).noName(name("nobody.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(denial(around, apex).noName(name("nobody.umass.edu"))).isEqualTo(Proof.PROVED);
        assertThat(denial(around, apex).noName(name("x.nobody.umass.edu"))).isEqualTo(Proof.PROVED);
        assertThat(denial(around, apex).noName(name("zzz.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(denial(around, apex).noName(name("gaia.umass.edu"))).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void the_last_one_leads_back_to_the_first() throws Exception {
        var last = nsec("www.umass.edu", "umass.edu", Type.A);
        assertThat(denial(last, apex).noName(name("zzz.umass.edu"))).isEqualTo(Proof.PROVED);
    }

    @Test
    void what_only_has_something_below_it_exists() throws Exception {
        var around = nsec("umass.edu", "gaia.cs.umass.edu", Type.SOA, Type.NS);
        assertThat(denial(around).noName(name("cs.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(denial(around).noData(name("cs.umass.edu"), Type.A)).isEqualTo(Proof.PROVED);
    }

    @Test
    void types_are_denied_where_they_are_not() throws Exception {
        var gaia = denial(nsec("gaia.umass.edu", "www.umass.edu", Type.A, Type.NSEC));
        assertThat(gaia.noData(name("gaia.umass.edu"), Type.MX)).isEqualTo(Proof.PROVED);
        assertThat(gaia.noData(name("gaia.umass.edu"), Type.A)).isEqualTo(Proof.UNPROVED);
        assertThat(gaia.noData(name("gaia.umass.edu"), Type.ANY)).isEqualTo(Proof.UNPROVED);
        var alias = denial(nsec("gaia.umass.edu", "www.umass.edu", Type.CNAME));
        assertThat(alias.noData(name("gaia.umass.edu"), Type.MX)).isEqualTo(Proof.UNPROVED);
    }

    // RFC 6840 section 4.4: the upper side of a cut says nothing of what is below it.
    @Test
    void a_record_of_the_parent_denies_nothing_of_the_child() throws Exception {
        var upper = denial(name("edu"), nsec("umass.edu", "x.edu", Type.NS, Type.NSEC));
        assertThat(upper.noData(UMASS, Type.A)).isEqualTo(Proof.UNPROVED);
        assertThat(upper.noName(name("www.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(upper.noCloserName(name("www.umass.edu"), 1)).isEqualTo(Proof.UNPROVED);
        assertThat(upper.noData(UMASS, Type.DS)).isEqualTo(Proof.PROVED);
        assertThat(upper.isCut(UMASS)).isTrue();
    }

    @Test
    void a_record_of_the_child_denies_no_ds_above_it() throws Exception {
        assertThat(denial(apex).noData(UMASS, Type.DS)).isEqualTo(Proof.UNPROVED);
        assertThat(denial(apex).isCut(UMASS)).isFalse();
        assertThat(denial(apex).noData(UMASS, Type.A)).isEqualTo(Proof.PROVED);
    }

    @Test
    void below_a_dname_the_zone_says_nothing() throws Exception {
        var dname = nsec("old.umass.edu", "www.umass.edu", Type.DNAME);
        assertThat(denial(dname, apex).noName(name("x.old.umass.edu"))).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void a_wildcard_stands_only_where_nothing_is_closer() throws Exception {
        var around = nsec("*.dorm.umass.edu", "pond.dorm.umass.edu", Type.A);
        assertThat(denial(around).noCloserName(name("a.dorm.umass.edu"), 3))
                .isEqualTo(Proof.PROVED);
        // Replayed for a name that exists, or for one of another wildcard.
        assertThat(denial(around).noCloserName(name("pond.dorm.umass.edu"), 3))
                .isEqualTo(Proof.UNPROVED);
        assertThat(denial(around).noCloserName(name("a.dorm.umass.edu"), 2))
                .isEqualTo(Proof.UNPROVED);
        assertThat(denial(around).noData(name("a.dorm.umass.edu"), Type.MX))
                .isEqualTo(Proof.PROVED);
        assertThat(denial(around).noData(name("a.dorm.umass.edu"), Type.A))
                .isEqualTo(Proof.UNPROVED);
    }

    @Test
    void no_records_prove_nothing() throws Exception {
        assertThat(denial().noName(name("nobody.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(denial().noData(UMASS, Type.A)).isEqualTo(Proof.UNPROVED);
    }
}
