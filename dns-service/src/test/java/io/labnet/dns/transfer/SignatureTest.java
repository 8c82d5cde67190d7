package io.labnet.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.zone.Draft;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Signed messages, right and wrong ones (RFC 8945 section 5). */
class SignatureTest {
    private static final InetSocketAddress CLIENT =
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.77"), 5353);

    @TempDir Path folder;
    private final MutableClock clock =
            MutableClock.of(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    @SuppressWarnings("NullAway.Init")
    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        Files.writeString(folder.resolve("lab.example.zone"), Desk.TEXT);
        desk = new Desk(folder, clock, null, false);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    private static Message question(int type) {
        return Message.newQuery(Record.newRecord(Desk.ORIGIN, type, DClass.IN));
    }

    private Iterator<byte[]> told(byte[] wire, boolean isTcp) {
        return desk.maintenance.respond(wire, CLIENT, InetAddress.getLoopbackAddress(), isTcp);
    }

    private Message answer(byte[] wire) throws Exception {
        var messages = told(wire, false);
        var only = new Message(messages.next());
        assertThat(messages.hasNext()).isFalse();
        return only;
    }

    private static Message signed(Message message, TsigKey key) {
        key.tsig().apply(message, null);
        return message;
    }

    private static TSIGRecord signature(Message message) {
        var record = message.getTSIG();
        assertThat(record).isNotNull();
        return Objects.requireNonNull(record);
    }

    private void refused(Message reply, int error) {
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOTAUTH);
        assertThat(reply.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(signature(reply).getError()).isEqualTo(error);
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
        assertThat(desk.counted("signatures-refused")).isEqualTo(1);
    }

    @Test
    void a_signed_question_gets_a_signed_answer() throws Exception {
        for (var key : new TsigKey[] {desk.sha256, desk.sha512}) {
            var query = signed(question(Type.SOA), key);
            var wire = told(query.toWire(), false).next();
            var reply = new Message(wire);
            assertThat(reply.getSection(Section.ANSWER)).containsExactly(desk.zone().soa());
            assertThat(key.tsig().verify(reply, wire, query.getTSIG())).isZero();
        }
    }

    @Test
    void a_key_that_nobody_knows_here() throws Exception {
        var stranger = TsigKey.of("stranger", "hmac-sha256", Desk.SECRET, clock);
        var reply = answer(signed(question(Type.SOA), stranger).toWire());
        refused(reply, Rcode.BADKEY);
        assertThat(signature(reply).getSignature()).isEmpty();
    }

    @Test
    void a_known_name_with_another_algorithm_is_another_key() throws Exception {
        var other = TsigKey.of("lab-key", "hmac-sha512", Desk.SECRET, clock);
        refused(answer(signed(question(Type.SOA), other).toWire()), Rcode.BADKEY);
    }

    @Test
    void a_signature_by_another_secret() throws Exception {
        var secret = "YW5vdGhlciBzZWNyZXQgb2YgdGhlIHNhbWUgbmFtZQ==";
        var other = TsigKey.of("lab-key", "hmac-sha256", secret, clock);
        var reply = answer(signed(question(Type.SOA), other).toWire());
        refused(reply, Rcode.BADSIG);
        assertThat(signature(reply).getSignature()).isEmpty();
    }

    @Test
    void a_message_that_was_changed_on_its_way() throws Exception {
        var wire = signed(question(Type.SOA), desk.sha256).toWire();
        wire[2] ^= 1;
        refused(answer(wire), Rcode.BADSIG);
    }

    @Test
    void a_message_from_another_time_is_told_ours_and_that_is_signed() throws Exception {
        var query = signed(question(Type.SOA), desk.sha256);
        clock.add(Duration.ofSeconds(301));
        var wire = told(query.toWire(), false).next();
        var reply = new Message(wire);
        refused(reply, Rcode.BADTIME);
        assertThat(new BigInteger(1, signature(reply).getOther()).longValue())
                .isEqualTo(clock.instant().getEpochSecond());
        assertThat(signature(reply).getSignature()).hasSize(32);
        // Set back to when it asked, the client finds the signature right.
        clock.add(Duration.ofSeconds(-301));
        assertThat(desk.sha256.tsig().verify(reply, wire, query.getTSIG())).isZero();
    }

    @Test
    void within_five_minutes_it_is_believed() throws Exception {
        var query = signed(question(Type.SOA), desk.sha256);
        clock.add(Duration.ofMinutes(5));
        assertThat(answer(query.toWire()).getRcode()).isZero();
    }

    @Test
    void a_shortened_signature_is_not_enough() throws Exception {
        refused(answer(shortened(16).toWire()), Rcode.BADTRUNC);
    }

    @Test
    void one_that_is_too_short_to_mean_anything_is_malformed() throws Exception {
        var reply = answer(shortened(15).toWire());
        assertThat(reply.getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(reply.getTSIG()).isNull();
    }

    private Message shortened(int bytes) {
        var query = signed(question(Type.SOA), desk.sha256);
        var whole = signature(query);
        query.removeRecord(whole, Section.ADDITIONAL);
        query.addRecord(
                new TSIGRecord(
                        whole.getName(),
                        DClass.ANY,
                        0,
                        whole.getAlgorithm(),
                        whole.getTimeSigned(),
                        whole.getFudge(),
                        Arrays.copyOf(whole.getSignature(), bytes),
                        whole.getOriginalID(),
                        0,
                        new byte[0]),
                Section.ADDITIONAL);
        return query;
    }

    @Test
    void a_server_that_passed_it_on_may_have_given_it_another_id() throws Exception {
        var wire = signed(question(Type.SOA), desk.sha256).toWire();
        wire[0] ^= 0x55;
        var reply = answer(wire);
        assertThat(reply.getRcode()).isZero();
        assertThat(reply.getHeader().getID()).isEqualTo(new Message(wire).getHeader().getID());
    }

    @Test
    void a_transfer_is_signed_in_every_message() throws Exception {
        var draft = new Draft(desk.zone());
        for (int i = 0; i < 3000; i++) {
            draft.add(Desk.record("host" + i, "TXT", "\"" + "x".repeat(40) + "\""));
        }
        desk.zones.change(Desk.ORIGIN, _ -> draft.difference());
        for (var key : new TsigKey[] {desk.sha256, desk.sha512}) {
            desk.transfers.add(new Access.Transfer(Desk.ORIGIN, List.of(), key.name()));
            var query = signed(question(Type.AXFR), key);
            var verifier = new TSIG.StreamVerifier(key.tsig(), query.getTSIG());
            var messages = told(query.toWire(), true);
            var count = 0;
            var records = 0;
            while (messages.hasNext()) {
                var wire = messages.next();
                var message = new Message(wire);
                assertThat(verifier.verify(message, wire)).isZero();
                assertThat(message.getTSIG()).isNotNull();
                records += message.getSection(Section.ANSWER).size();
                count++;
            }
            assertThat(count).isBetween(5, 40);
            assertThat(records).isEqualTo(3000 + 5);
        }
    }

    @Test
    void long_records_have_messages_of_their_own_and_one_that_fits_in_none_ends_it()
            throws Exception {
        desk.zones.add(Desk.ORIGIN, text("long1", 160));
        desk.zones.add(Desk.ORIGIN, text("long2", 240));
        var query = signed(question(Type.AXFR), desk.sha256).toWire();
        assertThat(rcodes(query)).containsOnly(Rcode.NOERROR).hasSizeGreaterThanOrEqualTo(3);
        desk.zones.add(Desk.ORIGIN, text("longer", 255));
        assertThat(rcodes(query)).last().isEqualTo(Rcode.SERVFAIL);
    }

    private static Record text(String label, int strings) throws Exception {
        var parts = new ArrayList<>(Collections.nCopies(strings, "x".repeat(255)));
        parts.add("y".repeat(250));
        var name = Name.fromString(label + "x".repeat(50), Desk.ORIGIN);
        return new TXTRecord(name, DClass.IN, 60, parts);
    }

    private List<Integer> rcodes(byte[] query) throws Exception {
        var rcodes = new ArrayList<Integer>();
        for (var messages = told(query, true); messages.hasNext(); ) {
            rcodes.add(new Message(messages.next()).getRcode());
        }
        return rcodes;
    }

    @Test
    void an_update_without_a_signature_or_by_a_key_without_rights_is_refused() throws Exception {
        var update = new Update(Desk.ORIGIN);
        update.add(Desk.record("new", "A", "192.0.2.9"));
        var bare = answer(update.toWire());
        assertThat(bare.getRcode()).isEqualTo(Rcode.REFUSED);
        var other = answer(signed(update, desk.sha512).toWire());
        assertThat(other.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(desk.serial()).isEqualTo(10);
        assertThat(desk.counted("updates", "rcode", "REFUSED")).isEqualTo(2);
    }

    @Test
    void whoever_may_not_change_a_zone_learns_nothing_of_it_by_prerequisites() throws Exception {
        var update = new Update(Desk.ORIGIN);
        update.absent(Name.fromString("www", Desk.ORIGIN));
        assertThat(answer(update.toWire()).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(answer(signed(update, desk.sha256).toWire()).getRcode())
                .isEqualTo(Rcode.YXDOMAIN);
    }

    @Test
    void rights_are_for_a_subtree_and_for_types() throws Exception {
        var below = Name.fromString("hosts", Desk.ORIGIN);
        desk.updates.add(new Access.Update(desk.sha512.name(), below, Set.of(Type.A, Type.AAAA)));
        assertThat(rcode("a.hosts", "A", "192.0.2.9")).isEqualTo(Rcode.NOERROR);
        assertThat(rcode("hosts", "AAAA", "2001:db8::1")).isEqualTo(Rcode.NOERROR);
        assertThat(rcode("a.hosts", "TXT", "no")).isEqualTo(Rcode.REFUSED);
        assertThat(rcode("www", "A", "192.0.2.9")).isEqualTo(Rcode.REFUSED);
        var update = new Update(Desk.ORIGIN);
        update.delete(below);
        assertThat(answer(signed(update, desk.sha512).toWire()).getRcode())
                .isEqualTo(Rcode.REFUSED);
    }

    private int rcode(String label, String type, String data) throws Exception {
        var update = new Update(Desk.ORIGIN);
        update.add(Desk.record(label, type, data));
        return answer(signed(update, desk.sha512).toWire()).getRcode();
    }

    @Test
    void an_update_that_was_acknowledged_is_there_after_a_restart() throws Exception {
        var update = new Update(Desk.ORIGIN);
        update.add(Desk.record("new", "A", "192.0.2.9"));
        assertThat(answer(signed(update, desk.sha256).toWire()).getRcode()).isZero();
        desk.close();
        desk = new Desk(folder, clock, null, false);
        assertThat(desk.zone().contains(Desk.record("new", "A", "192.0.2.9"))).isTrue();
        assertThat(desk.serial()).isEqualTo(11);
    }

    @Test
    void updates_of_what_is_not_ours_are_told_so() throws Exception {
        var other = new Update(Name.fromString("other.example."));
        assertThat(answer(signed(other, desk.sha256).toWire()).getRcode()).isEqualTo(Rcode.NOTAUTH);
        var chaos = new Update(Desk.ORIGIN, DClass.CHAOS);
        assertThat(answer(signed(chaos, desk.sha256).toWire()).getRcode()).isEqualTo(Rcode.NOTAUTH);
        var two = new Update(Desk.ORIGIN);
        two.addRecord(Record.newRecord(Desk.ORIGIN, Type.SOA, DClass.IN), Section.ZONE);
        assertThat(answer(signed(two, desk.sha256).toWire()).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void secrets_that_are_weak_and_algorithms_that_are_old_are_no_keys() {
        assertThatThrownBy(() -> TsigKey.of("k", "hmac-md5", Desk.SECRET, clock))
                .hasMessageContaining("neither hmac-sha256 nor hmac-sha512");
        assertThatThrownBy(() -> TsigKey.of("k", "hmac-sha256", "c2hvcnQ=", clock))
                .hasMessageContaining("5 bytes");
        assertThatThrownBy(() -> TsigKey.of("k", "hmac-sha256", "&&&", clock))
                .hasMessageContaining("the TSIG key \"k\"");
    }
}
