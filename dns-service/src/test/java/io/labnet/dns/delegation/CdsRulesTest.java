package io.labnet.dns.delegation;

import static io.labnet.dns.validator.Signer.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.delegation.Decision.Put;
import io.labnet.dns.delegation.Decision.Stay;
import io.labnet.dns.delegation.Decision.Why;
import io.labnet.dns.validator.SignedSet;
import io.labnet.dns.validator.Signer;
import io.labnet.network.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CDNSKEYRecord;
import org.xbill.DNS.CDSRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What a parent does about a child's wishes, case by case. */
class CdsRulesTest {
    private static final Name CHILD = Name.fromConstantString("umass.edu.");
    private static final Name FIRST = Name.fromConstantString("ns1.umass.edu.");
    private static final Name SECOND = Name.fromConstantString("ns2.umass.edu.");
    private static final Signer OLD = new Signer("umass.edu.");
    private static final Signer NEW = new Signer("umass.edu.");
    private static final Signer STRANGER = new Signer("umass.edu.");

    private final CdsRules rules =
            new CdsRules(List.of(Network.parse("192.0.2.0/24")), Duration.ZERO);

    private static DSRecord ds(Signer signer) {
        return new DSRecord(CHILD, DClass.IN, 600, Digest.SHA256, signer.key);
    }

    private static Record cds(Signer signer) {
        return new CDSRecord(CHILD, DClass.IN, 600, Digest.SHA256, signer.key);
    }

    private static Record cdnskey(DNSKEYRecord key) {
        return new CDNSKEYRecord(
                CHILD,
                DClass.IN,
                600,
                key.getFlags(),
                key.getProtocol(),
                key.getAlgorithm(),
                key.getKey());
    }

    private static Record record(int type, String data) throws Exception {
        return Record.fromString(CHILD, type, DClass.IN, 600, data, Name.root);
    }

    /** A set that all of these sign. */
    private static SignedSet signed(List<Record> records, Signer... signers) {
        var set = records.toArray(Record[]::new);
        return new SignedSet(
                records,
                Arrays.stream(signers).flatMap(it -> it.sign(set).signatures().stream()).toList());
    }

    private static SignedSet keys(Signer... signers) {
        return signed(Arrays.stream(signers).<Record>map(it -> it.key).toList(), signers);
    }

    private static Told.Apex apex(
            SignedSet keys, @Nullable SignedSet cds, @Nullable SignedSet cdnskey) {
        return apexOf(FIRST, "192.0.2.1", keys, cds, cdnskey);
    }

    private static Told.Apex apexOf(
            Name server,
            String address,
            SignedSet keys,
            @Nullable SignedSet cds,
            @Nullable SignedSet cdnskey) {
        return new Told.Apex(server, InetAddress.ofLiteral(address), keys, cds, cdnskey);
    }

    private Decision decide(List<DSRecord> standing, Told... told) {
        return rules.decide(new Cut(CHILD, standing, null), List.of(told), NOW);
    }

    private static void requirePut(Decision decision, DSRecord... expected) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Put.class,
                        it -> assertThat(it.signers()).containsExactlyInAnyOrder(expected));
    }

    private static void requireStay(Decision decision, Why why, String detail) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Stay.class,
                        it -> {
                            assertThat(it.why()).as(it.detail()).isEqualTo(why);
                            assertThat(it.detail()).contains(detail);
                        });
    }

    @Test
    void a_first_key_is_taken_from_where_first_ones_are_taken() {
        var cds = signed(List.of(cds(NEW)), NEW);
        requirePut(decide(List.of(), apex(keys(NEW), cds, null)), ds(NEW));
        requireStay(
                decide(List.of(), apexOf(FIRST, "198.51.100.1", keys(NEW), cds, null)),
                Why.REFUSED,
                "no first one is taken from 198.51.100.1");
    }

    @Test
    void one_name_server_elsewhere_is_enough_to_refuse_a_first_key() {
        var cds = signed(List.of(cds(NEW)), NEW);
        var here = apex(keys(NEW), cds, null);
        var there = apexOf(SECOND, "198.51.100.1", keys(NEW), cds, null);
        requireStay(decide(List.of(), here, there), Why.REFUSED, "198.51.100.1");
    }

    @Test
    void a_first_key_has_to_sign_the_keys_and_one_of_them_the_wish() {
        var byItself = signed(List.of(cds(NEW)), NEW);
        requireStay(decide(List.of(), apex(keys(OLD), byItself, null)), Why.UNPROVED, "no key");
        var halfSigned = signed(List.of(OLD.key, NEW.key), OLD);
        requireStay(decide(List.of(), apex(halfSigned, byItself, null)), Why.UNPROVED, "no key");
        var byStranger = signed(List.of(cds(NEW)), STRANGER);
        requireStay(decide(List.of(), apex(keys(NEW), byStranger, null)), Why.UNPROVED, "no key");
        requirePut(
                decide(List.of(), apex(keys(OLD, NEW), signed(List.of(cds(NEW)), OLD), null)),
                ds(NEW));
    }

    @Test
    void a_new_key_takes_the_old_ones_place_where_the_old_one_has_signed_that() {
        var byOld = signed(List.of(cds(NEW)), OLD);
        requirePut(decide(List.of(ds(OLD)), apex(keys(OLD, NEW), byOld, null)), ds(NEW));
        var byNew = signed(List.of(cds(NEW)), NEW);
        requireStay(
                decide(List.of(ds(OLD)), apex(keys(OLD, NEW), byNew, null)),
                Why.UNPROVED,
                "no key of umass.edu signed CDS umass.edu");
        requireStay(
                decide(List.of(ds(OLD)), apex(keys(NEW), byNew, null)),
                Why.UNPROVED,
                "no key of umass.edu is the one it should be");
    }

    @Test
    void the_network_does_not_matter_where_there_is_a_key_already() {
        var byOld = signed(List.of(cds(NEW)), OLD);
        var there = apexOf(FIRST, "198.51.100.1", keys(OLD, NEW), byOld, null);
        requirePut(decide(List.of(ds(OLD)), there), ds(NEW));
    }

    @Test
    void a_delegation_that_would_break_stays() {
        var toNobody = signed(List.of(cds(STRANGER)), OLD);
        requireStay(
                decide(List.of(ds(OLD)), apex(keys(OLD), toNobody, null)), Why.UNPROVED, "no key");
        var doesNotSign = signed(List.of(OLD.key, NEW.key), OLD);
        requireStay(
                decide(List.of(ds(OLD)), apex(doesNotSign, signed(List.of(cds(NEW)), OLD), null)),
                Why.UNPROVED,
                "no key");
    }

    @Test
    void what_stands_at_another_name_is_no_wish_of_the_child() {
        var other = new Signer("cs.umass.edu.");
        var key = new CDSRecord(other.key.getName(), DClass.IN, 600, Digest.SHA256, other.key);
        requireStay(
                decide(List.of(), apex(signed(List.of(other.key), other), other.sign(key), null)),
                Why.UNPROVED,
                "speaks of another name");
    }

    @Test
    void name_servers_that_disagree_change_nothing() {
        var one = apex(keys(OLD, NEW), signed(List.of(cds(NEW)), OLD), null);
        var other =
                apexOf(
                        SECOND,
                        "192.0.2.2",
                        keys(OLD, NEW),
                        signed(List.of(cds(OLD), cds(NEW)), OLD),
                        null);
        requireStay(
                decide(List.of(ds(OLD)), one, other),
                Why.DISAGREED,
                "ns2.umass.edu (192.0.2.2) has other");
        var lacking = apexOf(SECOND, "192.0.2.2", keys(OLD, NEW), null, null);
        requireStay(decide(List.of(ds(OLD)), one, lacking), Why.DISAGREED, "192.0.2.2");
    }

    @Test
    void each_name_server_is_judged_by_what_it_tells_itself() {
        var good = apex(keys(OLD, NEW), signed(List.of(cds(NEW)), OLD), null);
        var bad =
                apexOf(
                        SECOND,
                        "192.0.2.2",
                        keys(OLD, NEW),
                        signed(List.of(cds(NEW)), STRANGER),
                        null);
        requireStay(decide(List.of(ds(OLD)), good, bad), Why.UNPROVED, "ns2.umass.edu: ");
    }

    @Test
    void each_name_server_has_to_be_heard_at_one_address_at_least() {
        var heard = apex(keys(OLD, NEW), signed(List.of(cds(NEW)), OLD), null);
        var alsoSilent = new Told.Nothing(FIRST, "2001:db8::1 is silent");
        requirePut(decide(List.of(ds(OLD)), alsoSilent, heard), ds(NEW));
        var silent = new Told.Nothing(SECOND, "192.0.2.2 is silent");
        requireStay(decide(List.of(ds(OLD)), heard, silent), Why.SILENT, "192.0.2.2 is silent");
        requireStay(decide(List.of(ds(OLD))), Why.SILENT, "no name servers");
    }

    @Test
    void a_child_that_has_what_it_wishes_or_no_wish_is_left_alone() {
        var both = signed(List.of(cds(NEW), cds(OLD)), STRANGER);
        requireStay(
                decide(List.of(ds(OLD), ds(NEW)), apex(keys(OLD), both, null)), Why.UNCHANGED, "");
        requireStay(decide(List.of(ds(OLD)), apex(keys(OLD), null, null)), Why.UNWISHED, "no CDS");
    }

    @Test
    void a_signed_delete_record_takes_all_ds_records_away() throws Exception {
        var end = List.of(record(Type.CDS, "0 0 0 00"));
        var key = List.of(record(Type.CDNSKEY, "0 3 0 AA=="));
        requirePut(decide(List.of(ds(OLD)), apex(keys(OLD), signed(end, OLD), signed(key, OLD))));
        requirePut(decide(List.of(ds(OLD)), apex(keys(OLD), null, signed(key, OLD))));
        requireStay(
                decide(List.of(ds(OLD)), apex(keys(OLD), signed(end, STRANGER), null)),
                Why.UNPROVED,
                "no key");
        requireStay(
                decide(List.of(), apex(keys(OLD), signed(end, STRANGER), null)), Why.UNCHANGED, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 0 0 00", "0 0 0 01", "0 0 0 0000"})
    void a_delete_record_is_written_as_it_must_be(String data) throws Exception {
        var end = signed(List.of(record(Type.CDS, data)), OLD);
        requireStay(decide(List.of(ds(OLD)), apex(keys(OLD), end, null)), Why.UNCLEAR, "delete");
    }

    @Test
    void a_delete_record_is_alone() throws Exception {
        var mixed = signed(List.of(record(Type.CDS, "0 0 0 00"), cds(NEW)), OLD);
        requireStay(decide(List.of(ds(OLD)), apex(keys(OLD), mixed, null)), Why.UNCLEAR, "alone");
        var end = signed(List.of(record(Type.CDS, "0 0 0 00")), OLD);
        var key = signed(List.of(cdnskey(OLD.key)), OLD);
        requireStay(decide(List.of(ds(OLD)), apex(keys(OLD), end, key)), Why.UNCLEAR, "delete");
    }

    @Test
    void a_key_becomes_a_ds_record_where_the_child_leaves_that_to_its_parent() {
        var wish = signed(List.of(cdnskey(NEW.key)), OLD);
        requirePut(decide(List.of(ds(OLD)), apex(keys(OLD, NEW), null, wish)), ds(NEW));
    }

    @Test
    void keys_and_digests_have_to_be_about_the_same_keys() {
        var cds = signed(List.of(cds(NEW)), OLD);
        requirePut(
                decide(
                        List.of(ds(OLD)),
                        apex(keys(OLD, NEW), cds, signed(List.of(cdnskey(NEW.key)), OLD))),
                ds(NEW));
        for (var others :
                List.of(List.of(cdnskey(OLD.key)), List.of(cdnskey(OLD.key), cdnskey(NEW.key)))) {
            requireStay(
                    decide(List.of(ds(OLD)), apex(keys(OLD, NEW), cds, signed(others, OLD))),
                    Why.UNCLEAR,
                    "different keys");
        }
    }

    @Test
    void more_records_than_a_parent_has_are_no_wish() {
        var many =
                Stream.of(NEW.colliding(9))
                        .flatMap(List::stream)
                        .<Record>map(
                                key -> new CDSRecord(CHILD, DClass.IN, 600, Digest.SHA256, key))
                        .toList();
        requireStay(
                decide(List.of(ds(OLD)), apex(keys(OLD), signed(many, OLD), null)),
                Why.UNCLEAR,
                "more than 8");
    }

    @Test
    void an_old_wish_does_not_come_back() {
        var byOld = signed(List.of(cds(NEW)), OLD);
        var apex = apex(keys(OLD, NEW), byOld, null);
        var signed = byOld.signatures().getFirst().getTimeSigned();
        requirePut(
                rules.decide(new Cut(CHILD, List.of(ds(OLD)), signed), List.of(apex), NOW),
                ds(NEW));
        var later = new Cut(CHILD, List.of(ds(OLD)), signed.plusSeconds(1));
        requireStay(rules.decide(later, List.of(apex), NOW), Why.UNPROVED, "before the last one");
    }

    @Test
    void signatures_that_hold_no_more_prove_nothing() {
        var apex = apex(keys(OLD, NEW), signed(List.of(cds(NEW)), OLD), null);
        requireStay(
                rules.decide(
                        new Cut(CHILD, List.of(ds(OLD)), null),
                        List.of(apex),
                        NOW.plus(Duration.ofHours(2))),
                Why.UNPROVED,
                "expired");
    }
}
