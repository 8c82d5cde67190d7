package io.labnet.dns.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.validator.Signatures.Checked;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;

class SignaturesTest {
    private static final Name WWW = Name.fromConstantString("www.umass.edu.");

    private final Signer umass = new Signer("umass.edu.");
    private final Effort effort = new Effort();
    private final SignedSet signed = umass.sign(address(WWW, 1), address(WWW, 2));

    private static Record address(Name name, int last) {
        return new ARecord(name, DClass.IN, 300, InetAddress.ofLiteral("127.80.0." + last));
    }

    private Checked check(SignedSet set, ZoneKeys keys) {
        return new Signatures(Signer.NOW, Duration.ZERO, effort).check(set, keys);
    }

    private static int code(Checked checked) {
        return switch (checked) {
            case Checked.Good _ -> -1;
            case Checked.Bad(var reason) -> reason.code();
        };
    }

    @Test
    void a_signature_fits_the_set_that_was_signed_and_no_other() {
        assertThat(check(signed, umass.keys())).isEqualTo(new Checked.Good(300, 3));
        var other = new SignedSet(List.of(address(WWW, 1)), signed.signatures());
        assertThat(code(check(other, umass.keys())))
                .isEqualTo(ExtendedErrorCodeOption.DNSSEC_BOGUS);
        var renamed =
                new SignedSet(
                        List.of(address(Name.fromConstantString("ftp.umass.edu."), 1)),
                        signed.signatures());
        assertThat(code(check(renamed, umass.keys())))
                .isEqualTo(ExtendedErrorCodeOption.DNSSEC_BOGUS);
    }

    @Test
    void the_key_must_be_one_of_the_zone() {
        assertThat(code(check(signed, new Signer("umass.edu.").keys())))
                .isEqualTo(ExtendedErrorCodeOption.DNSKEY_MISSING);
        assertThat(code(check(signed, new Signer("edu.").keys())))
                .isEqualTo(ExtendedErrorCodeOption.DNSSEC_BOGUS);
    }

    @Test
    void one_signature_that_fits_is_enough() {
        var some = new ArrayList<>(umass.forged(signed, 3));
        some.addAll(signed.signatures());
        assertThat(check(new SignedSet(signed.records(), some), umass.keys()))
                .isInstanceOf(Checked.Good.class);
    }

    @Test
    void time_counts_with_patience_for_other_clocks() {
        var late =
                umass.sign(
                        Signer.NOW.minusSeconds(100), Signer.NOW.minusSeconds(10), address(WWW, 1));
        assertThat(code(check(late, umass.keys())))
                .isEqualTo(ExtendedErrorCodeOption.SIGNATURE_EXPIRED);
        var early =
                umass.sign(
                        Signer.NOW.plusSeconds(10), Signer.NOW.plusSeconds(100), address(WWW, 1));
        assertThat(code(check(early, umass.keys())))
                .isEqualTo(ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID);
        var patient = new Signatures(Signer.NOW, Duration.ofSeconds(60), effort);
        assertThat(patient.check(late, umass.keys())).isEqualTo(new Checked.Good(50, 3));
        assertThat(patient.check(early, umass.keys())).isEqualTo(new Checked.Good(160, 3));
    }

    @Test
    void keys_that_are_revoked_or_for_no_zone_sign_nothing() {
        for (var flags : List.of(0x0181, 0x0001)) {
            var key =
                    new DNSKEYRecord(
                            umass.key.getName(),
                            DClass.IN,
                            600,
                            flags,
                            3,
                            umass.key.getAlgorithm(),
                            umass.key.getKey());
            assertThat(ZoneKeys.of(key.getName(), List.of(key)).keys()).isEmpty();
        }
    }

    // CVE-2023-50387: so many signatures and keys of one tag that trying all takes hours.
    @Test
    void signatures_times_keys_are_not_all_tried() {
        var keys = new ArrayList<Record>(umass.colliding(30));
        var many = new SignedSet(signed.records(), umass.forged(signed, 30));
        var zone = ZoneKeys.of(umass.key.getName(), keys);
        assertThat(zone.of(many.signatures().getFirst())).hasSize(30);
        assertThat(code(check(many, zone))).isEqualTo(ExtendedErrorCodeOption.DNSSEC_BOGUS);
        assertThat(effort.signatures()).isEqualTo(Effort.OF_A_SET);
        for (int set = 0; set < 100; set++) {
            assertThat(check(many, zone)).isInstanceOf(Checked.Bad.class);
        }
        assertThat(effort.signatures()).isEqualTo(Effort.MISFITS);
        assertThat(check(signed, umass.keys())).isInstanceOf(Checked.Bad.class);
    }

    @Test
    void one_answer_costs_so_many_signatures_at_most() {
        for (int set = 0; set < Effort.SIGNATURES; set++) {
            assertThat(check(signed, umass.keys())).isInstanceOf(Checked.Good.class);
        }
        assertThat(check(signed, umass.keys())).isInstanceOf(Checked.Bad.class);
    }

    @Test
    void a_zone_has_the_keys_that_its_ds_records_are_about() {
        var set = umass.sign(umass.key);
        var right = ds(umass, Digest.SHA256);
        assertThat(judge(set, right).isSecure()).isTrue();
        assertThat(judge(set, ds(umass, Digest.SHA1)).isSecure()).isTrue();
        assertThat(judge(set, ds(new Signer("umass.edu."), Digest.SHA256)).isBogus()).isTrue();
        // A key that nobody trusts has signed the set: that proves nothing.
        var thief = new Signer("umass.edu.");
        assertThat(judge(thief.sign(umass.key, thief.key), right).isBogus()).isTrue();
        assertThat(judge(umass.sign(umass.key, thief.key), right).isSecure()).isTrue();
    }

    // RFC 4509 section 3.
    @Test
    void sha_1_does_not_count_beside_a_better_digest() {
        var thief = new Signer("umass.edu.");
        var both =
                Trust.ofDelegation(
                        List.of(
                                new DSRecord(WWW, DClass.IN, 600, Digest.SHA1, thief.key),
                                new DSRecord(WWW, DClass.IN, 600, Digest.SHA256, umass.key)));
        assertThat(judge(thief.sign(thief.key), both).isBogus()).isTrue();
        assertThat(judge(umass.sign(umass.key), both).isSecure()).isTrue();
    }

    private static Trust ds(Signer of, int digest) {
        return Trust.ofDelegation(
                List.of(new DSRecord(of.key.getName(), DClass.IN, 600, digest, of.key)));
    }

    private Evidence judge(SignedSet keys, Trust trust) {
        return SecureZone.judgeKeys(keys, trust, Signer.NOW, Duration.ZERO, new Effort());
    }

    @Test
    void a_signature_of_more_labels_than_the_name_has_is_none() {
        var like = signed.signatures().getFirst();
        var above = Name.fromConstantString("umass.edu.");
        var moved =
                new RRSIGRecord(
                        above,
                        DClass.IN,
                        300,
                        like.getTypeCovered(),
                        like.getAlgorithm(),
                        like.getOrigTTL(),
                        like.getExpire(),
                        like.getTimeSigned(),
                        like.getFootprint(),
                        like.getSigner(),
                        like.getSignature());
        var set = new SignedSet(List.of(address(above, 1)), List.of(moved));
        assertThat(check(set, umass.keys())).isInstanceOf(Checked.Bad.class);
    }
}
