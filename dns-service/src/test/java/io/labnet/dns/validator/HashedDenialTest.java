package io.labnet.dns.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.validator.Denial.Proof;
import io.labnet.dns.validator.Effort.Exhausted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

class HashedDenialTest {
    private static final base32 BASE32 = new base32(base32.Alphabet.BASE32HEX, false, true);
    private static final Name UMASS = name("umass.edu");
    private static final Map<String, int[]> NAMES =
            Map.of(
                    "umass.edu", new int[] {Type.SOA, Type.NS},
                    "dorm.umass.edu", new int[] {},
                    "*.dorm.umass.edu", new int[] {Type.A},
                    "cut.umass.edu", new int[] {Type.NS},
                    "old.umass.edu", new int[] {Type.DNAME},
                    "www.umass.edu", new int[] {Type.A});

    private final Effort effort = new Effort();

    private static Name name(String text) {
        return Name.fromConstantString(text + ".");
    }

    /** A whole zone's records. */
    private static List<Record> chain(int flags, int iterations) throws Exceptional {
        var hash = new NsecHash(iterations, "");
        var byHash = new TreeMap<byte[], int[]>(Arrays::compareUnsigned);
        for (var entry : NAMES.entrySet()) {
            byHash.put(hashed(hash, name(entry.getKey())), entry.getValue());
        }
        var all = new ArrayList<Record>();
        byHash.forEach((owner, types) -> {
            var next = byHash.higherKey(owner);
            all.add(
                    record(
                            owner,
                            next == null ? byHash.firstKey() : next,
                            flags,
                            iterations,
                            types));
        });
        return all;
    }

    /** A test that is at fault itself. */
    private static final class Exceptional extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static byte[] hashed(NsecHash hash, Name name) throws Exceptional {
        try {
            return hash.hash(name, new Effort());
        } catch (Exhausted costly) {
            throw new Exceptional();
        }
    }

    private static Record record(
            byte[] owner, byte[] next, int flags, int iterations, int[] types) {
        return new NSEC3Record(
                Name.fromConstantString(BASE32.toString(owner) + ".umass.edu."),
                DClass.IN,
                60,
                NsecHash.SHA1,
                flags,
                iterations,
                new byte[0],
                next,
                types);
    }

    private Denial denial(List<Record> records) {
        return Denial.of(UMASS, records, effort);
    }

    private Denial whole() throws Exceptional {
        return denial(chain(0, 0));
    }

    // RFC 5155 appendix A.
    @Test
    void names_are_hashed_as_in_the_rfc() throws Exception {
        var hash = new NsecHash(12, "aabbccdd");
        assertThat(BASE32.toString(hash.hash(name("example"), effort)))
                .isEqualTo("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom");
        assertThat(BASE32.toString(hash.hash(name("a.example"), effort)))
                .isEqualTo("35mthgpgcu1qg68fab165klnsnk3dpvl");
        assertThat(BASE32.toString(hash.hash(name("*.W.example"), effort)))
                .isEqualTo("r53bq7cc2uvmubfu5ocmm6pers9tk9en");
    }

    @Test
    void a_name_is_denied_with_its_closest_encloser_and_the_wildcard() throws Exception {
        assertThat(whole().noName(name("nobody.umass.edu"))).isEqualTo(Proof.PROVED);
        assertThat(whole().noName(name("a.b.nobody.umass.edu"))).isEqualTo(Proof.PROVED);
        assertThat(whole().noName(name("www.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(whole().noName(name("dorm.umass.edu"))).isEqualTo(Proof.UNPROVED);
        // There the wildcard stands for it.
        assertThat(whole().noName(name("a.dorm.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(denial(List.of()).noName(name("nobody.umass.edu"))).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void types_are_denied_at_names_at_empty_ones_and_at_wildcards() throws Exception {
        assertThat(whole().noData(name("www.umass.edu"), Type.MX)).isEqualTo(Proof.PROVED);
        assertThat(whole().noData(name("www.umass.edu"), Type.A)).isEqualTo(Proof.UNPROVED);
        assertThat(whole().noData(name("dorm.umass.edu"), Type.A)).isEqualTo(Proof.PROVED);
        assertThat(whole().noData(name("a.dorm.umass.edu"), Type.MX)).isEqualTo(Proof.PROVED);
        assertThat(whole().noData(name("a.dorm.umass.edu"), Type.A)).isEqualTo(Proof.UNPROVED);
        assertThat(whole().noData(name("cut.umass.edu"), Type.DS)).isEqualTo(Proof.PROVED);
        assertThat(whole().noData(UMASS, Type.DS)).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void below_a_cut_or_a_dname_nothing_is_denied() throws Exception {
        assertThat(whole().noData(name("cut.umass.edu"), Type.A)).isEqualTo(Proof.UNPROVED);
        assertThat(whole().noName(name("x.cut.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(whole().noName(name("x.old.umass.edu"))).isEqualTo(Proof.UNPROVED);
        assertThat(whole().isCut(name("cut.umass.edu"))).isTrue();
        assertThat(whole().isCut(UMASS)).isFalse();
    }

    @Test
    void a_wildcard_stands_only_where_nothing_is_closer() throws Exception {
        assertThat(whole().noCloserName(name("a.dorm.umass.edu"), 3)).isEqualTo(Proof.PROVED);
        assertThat(whole().noCloserName(name("x.www.umass.edu"), 2)).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void where_unsigned_delegations_are_left_out_less_is_proved() throws Exception {
        var optedOut = denial(chain(1, 0));
        assertThat(optedOut.noName(name("nobody.umass.edu"))).isEqualTo(Proof.OPTED_OUT);
        assertThat(optedOut.noData(name("nobody.umass.edu"), Type.DS)).isEqualTo(Proof.OPTED_OUT);
        assertThat(optedOut.noData(name("www.umass.edu"), Type.MX)).isEqualTo(Proof.PROVED);
        assertThat(whole().noData(name("nobody.umass.edu"), Type.DS)).isEqualTo(Proof.UNPROVED);
    }

    @Test
    void unknown_flags_and_other_chains_do_not_count() throws Exception {
        assertThat(denial(chain(2, 0)).noName(name("nobody.umass.edu"))).isEqualTo(Proof.UNPROVED);
        var mixed = new ArrayList<>(chain(0, 1).subList(0, 1));
        mixed.addAll(chain(0, 0));
        assertThat(denial(mixed).noName(name("nobody.umass.edu"))).isEqualTo(Proof.UNPROVED);
    }

    // RFC 9276 section 3.2.
    @Test
    void more_than_fifty_iterations_are_too_many() throws Exception {
        assertThat(denial(chain(0, 50)).noName(name("nobody.umass.edu"))).isEqualTo(Proof.PROVED);
        assertThat(denial(chain(0, 51)).noName(name("nobody.umass.edu")))
                .isEqualTo(Proof.TOO_COSTLY);
    }

    // CVE-2023-50868: long names and many iterations, one reply after the other.
    @Test
    void one_answer_costs_so_many_hashes_at_most() throws Exception {
        var long100 = name("a.".repeat(100) + "umass.edu");
        var records = chain(0, 50);
        assertThatThrownBy(() -> denial(records).noName(long100)).isInstanceOf(Exhausted.class);
    }
}
