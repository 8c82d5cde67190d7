package io.labnet.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.threeten.extra.MutableClock;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A copy through its life: fetched, refreshed, expired, and back again. */
class SecondaryTest {
    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");
    private static final InetSocketAddress NOBODY =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1);

    @TempDir Path folder;

    private static SOARecord soa(long refresh, long retry, long expire) {
        return new SOARecord(
                Desk.ORIGIN, DClass.IN, 60, Name.root, Name.root, 1, refresh, retry, expire, 60);
    }

    @Test
    void a_refreshed_copy_is_asked_about_after_the_refresh_interval() {
        var timers = Timers.starting(null, START).refreshed(soa(100, 10, 1000), START);
        assertThat(timers.due()).isEqualTo(START.plusSeconds(100));
        assertThat(timers.isDue(START.plusSeconds(99))).isFalse();
        assertThat(timers.isDue(START.plusSeconds(100))).isTrue();
    }

    @Test
    void in_vain_it_is_asked_about_after_the_retry_interval_until_it_expires() {
        var soa = soa(100, 10, 1000);
        var timers = Timers.starting(null, START).refreshed(soa, START);
        var later = START.plusSeconds(995);
        var failed = timers.failed(soa, later);
        assertThat(failed.due()).isEqualTo(later.plusSeconds(10));
        assertThat(failed.isExpired(soa, START.plusSeconds(999))).isFalse();
        assertThat(failed.isExpired(soa, START.plusSeconds(1000))).isTrue();
        // It does not wait for the next try to expire.
        assertThat(failed.next(soa, later)).isEqualTo(START.plusSeconds(1000));
    }

    @Test
    void nobody_is_asked_more_than_once_a_second_nor_less_than_once_a_day() {
        var timers = Timers.starting(null, START);
        assertThat(timers.refreshed(soa(0, 0, 0), START).due()).isEqualTo(START.plusSeconds(1));
        assertThat(timers.refreshed(soa(4_000_000_000L, 0, 0), START).due())
                .isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void a_first_copy_is_tried_for_again_soon_and_then_less_often() {
        var timers = Timers.starting(null, START);
        for (var seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
            timers = timers.failed(null, START);
            assertThat(timers.due()).isEqualTo(START.plusSeconds(seconds));
        }
    }

    @Test
    void a_copy_that_nobody_confirms_expires_and_comes_back_with_its_primary() throws Exception {
        var clock = MutableClock.of(Instant.now(), ZoneOffset.UTC);
        try (var primary = Desk.primary(folder.resolve("primary"));
                var ours = new Desk(folder.resolve("ours"), clock, NOBODY, true)) {
            var reached = ours.copying(primary.address());
            reached.step(null);
            assertThat(ours.serial()).isEqualTo(10);
            var alone = ours.copying(NOBODY);
            clock.add(Duration.ofSeconds(3599));
            alone.step(null);
            assertThat(ours.serial()).isEqualTo(10);
            clock.add(Duration.ofSeconds(1));
            alone.step(null);
            assertThat(ours.zones.zone(Desk.ORIGIN)).isNull();
            assertThat(Objects.requireNonNull(ours.zones.held(Desk.ORIGIN)).soa().getSerial())
                    .isEqualTo(10);
            assertThat(ours.counted("transfers-failed")).isEqualTo(1);
            assertThat(asked(ours).getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(extendedErrors(asked(ours))).containsExactly(24);
            reached.step(null);
            assertThat(ours.serial()).isEqualTo(10);
            assertThat(asked(ours).getRcode()).isEqualTo(Rcode.NOERROR);
        }
    }

    private static Message asked(Desk desk) throws Exception {
        var query = Message.newQuery(Record.newRecord(Desk.ORIGIN, Type.SOA, DClass.IN));
        query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        return Exchange.ask(query, null, desk.address(), null, Duration.ofSeconds(10));
    }

    private static List<Integer> extendedErrors(Message reply) {
        return Objects.requireNonNull(reply.getOPT())
                .getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)
                .stream()
                .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                .toList();
    }

    @Test
    void a_copy_that_grew_too_old_while_nothing_ran_is_not_served() throws Exception {
        try (var primary = Desk.primary(folder.resolve("primary"));
                var ours = new Desk(folder.resolve("ours"), Clock.systemUTC(), NOBODY, true)) {
            ours.copying(primary.address()).step(null);
        }
        var clock = MutableClock.of(Instant.now(), ZoneOffset.UTC);
        clock.add(Duration.ofSeconds(3601));
        try (var again = new Desk(folder.resolve("ours"), clock, NOBODY, true)) {
            assertThat(again.zones.zone(Desk.ORIGIN)).isNull();
            assertThat(asked(again).getRcode()).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void a_server_without_authority_confirms_nothing() throws Exception {
        var clock = MutableClock.of(Instant.now(), ZoneOffset.UTC);
        try (var primary = Desk.primary(folder.resolve("primary"));
                var ours = new Desk(folder.resolve("ours"), clock, NOBODY, true);
                var lame = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            ours.copying(primary.address()).step(null);
            Thread.ofVirtual().start(() -> tellWithoutAuthority(lame, ours));
            clock.add(Duration.ofHours(1));
            var copy = ours.copying((InetSocketAddress) lame.getLocalSocketAddress());
            copy.step(null);
            assertThat(ours.counted("transfers-failed")).isEqualTo(1);
        }
    }

    @Test
    void a_primary_that_only_tcp_reaches_is_copied_and_refreshed() throws Exception {
        try (var primary = Desk.primary(folder.resolve("primary"));
                var ours = new Desk(folder.resolve("ours"), Clock.systemUTC(), NOBODY, true);
                var path = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> relay(path, primary.address()));
            var copying = ours.copying((InetSocketAddress) path.getLocalSocketAddress());
            copying.step(null);
            assertThat(ours.serial()).isEqualTo(10);
            primary.zones.add(Desk.ORIGIN, Desk.record("one", "A", "192.0.2.10"));
            copying.step(path.getInetAddress());
            assertThat(ours.serial()).isEqualTo(11);
        }
    }

    private static void relay(ServerSocket path, InetSocketAddress to) {
        try {
            while (true) {
                var here = path.accept();
                var there = new Socket(to.getAddress(), to.getPort());
                Thread.ofVirtual().start(() -> carry(here, there));
                Thread.ofVirtual().start(() -> carry(there, here));
            }
        } catch (IOException closed) {
            assertThat(path.isClosed()).isTrue();
        }
    }

    private static void carry(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException over) {
            assertThat(to.isClosed() || from.isClosed()).isTrue();
        }
    }

    private static void tellWithoutAuthority(DatagramSocket socket, Desk desk) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        try {
            while (true) {
                socket.receive(packet);
                var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                var reply = new Message(query.getHeader().getID());
                reply.getHeader().setFlag(Flags.QR);
                reply.addRecord(query.getQuestion(), Section.QUESTION);
                reply.addRecord(soa(100, 10, 1000), Section.ANSWER);
                desk.sha256.tsig().apply(reply, query.getTSIG());
                var wire = reply.toWire();
                socket.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void a_transfer_of_too_many_records_or_bytes_is_not_taken() throws Exception {
        var record = Desk.record("one", "A", "192.0.2.10");
        var bytes = record.toWire(Section.ANSWER).length;
        var many = new Primary.Records(2, 1000);
        many.startAXFR();
        many.handleRecord(record);
        many.handleRecord(record);
        assertThatThrownBy(() -> many.handleRecord(record)).hasMessageContaining("more than 2");
        var large = new Primary.Records(1000, 2L * bytes);
        large.startAXFR();
        large.handleRecord(record);
        large.handleRecord(record);
        assertThatThrownBy(() -> large.handleRecord(record)).hasMessageContaining("bytes");
    }

    @Test
    void it_fetches_what_has_changed_and_all_when_that_is_not_known() throws Exception {
        try (var primary = Desk.primary(folder.resolve("primary"));
                var ours = new Desk(folder.resolve("ours"), Clock.systemUTC(), NOBODY, true)) {
            var copying = ours.copying(primary.address());
            var notifier = primary.address().getAddress();
            copying.step(null);
            primary.zones.add(Desk.ORIGIN, Desk.record("one", "A", "192.0.2.10"));
            primary.zones.add(Desk.ORIGIN, Desk.record("two", "A", "192.0.2.11"));
            copying.step(notifier);
            assertThat(ours.zone().records()).isEqualTo(primary.zone().records());
            assertThat(ours.counted("transfers-in", "kind", "ixfr")).isEqualTo(1);
            // A server of our copy could give the same changes on.
            var history = Objects.requireNonNull(ours.zones.since(Desk.ORIGIN, 10));
            assertThat(history.differences()).hasSize(2);
            copying.step(notifier);
            assertThat(primary.counted("transfers-out")).isEqualTo(2);
        }
    }

    @Test
    void a_primary_that_does_not_know_our_key_gives_nothing() throws Exception {
        try (var primary = Desk.primary(folder.resolve("primary"));
                var ours = new Desk(folder.resolve("ours"), Clock.systemUTC(), NOBODY, true)) {
            primary.transfers.clear();
            ours.copying(primary.address()).step(null);
            assertThat(ours.zones.held(Desk.ORIGIN)).isNull();
            assertThat(ours.counted("transfers-failed")).isEqualTo(1);
        }
    }

    @Test
    void a_copy_cannot_be_changed_here() throws Exception {
        try (var primary = Desk.primary(folder.resolve("primary"));
                var ours = new Desk(folder.resolve("ours"), Clock.systemUTC(), NOBODY, true)) {
            ours.copying(primary.address()).step(null);
            assertThat(
                            ours.zones
                                    .add(Desk.ORIGIN, Desk.record("one", "A", "192.0.2.10"))
                                    .toString())
                    .contains("copy");
        }
    }

    @Test
    void only_primaries_may_say_that_something_is_new() throws Exception {
        try (var ours = new Desk(folder.resolve("ours"), Clock.systemUTC(), NOBODY, true)) {
            var notify = new Message();
            notify.getHeader().setOpcode(Opcode.NOTIFY);
            notify.addRecord(Record.newRecord(Desk.ORIGIN, Type.SOA, DClass.IN), Section.QUESTION);
            assertThat(told(ours, notify, "127.0.0.1").getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(told(ours, notify, "127.0.0.1").getHeader().getFlag(Flags.QR)).isTrue();
            assertThat(told(ours, notify, "192.0.2.1").getRcode()).isEqualTo(Rcode.REFUSED);
            ours.sha256.tsig().apply(notify, null);
            assertThat(told(ours, notify, "192.0.2.1").getRcode()).isEqualTo(Rcode.NOERROR);
        }
        try (var primary = Desk.primary(folder.resolve("primary"))) {
            var notify = new Message();
            notify.getHeader().setOpcode(Opcode.NOTIFY);
            notify.addRecord(Record.newRecord(Desk.ORIGIN, Type.SOA, DClass.IN), Section.QUESTION);
            assertThat(told(primary, notify, "127.0.0.1").getRcode()).isEqualTo(Rcode.REFUSED);
        }
    }

    private static Message told(Desk desk, Message message, String client) throws Exception {
        var from = new InetSocketAddress(InetAddress.ofLiteral(client), 5353);
        var server = InetAddress.getLoopbackAddress();
        return new Message(desk.maintenance.respond(message.toWire(), from, server, false).next());
    }
}
