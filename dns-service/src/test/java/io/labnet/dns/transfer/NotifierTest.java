package io.labnet.dns.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a secondary hears of changes (RFC 1996 section 3). */
class NotifierTest {
    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private DatagramSocket secondary;

    @SuppressWarnings("NullAway.Init")
    private Desk primary;

    @BeforeEach
    void open() throws Exception {
        secondary = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        secondary.setSoTimeout(10_000);
        primary = Desk.primary(folder).notifying(secondary.getLocalPort(), true);
    }

    @AfterEach
    void close() throws Exception {
        primary.close();
        secondary.close();
    }

    private DatagramPacket heard() throws IOException {
        var packet = new DatagramPacket(new byte[4096], 4096);
        secondary.receive(packet);
        return packet;
    }

    private Message notification(DatagramPacket packet) throws IOException {
        var wire = Arrays.copyOf(packet.getData(), packet.getLength());
        var message = new Message(wire);
        assertThat(primary.sha256.tsig().verify(message, wire, null)).isZero();
        return message;
    }

    private static long serial(Message notification) {
        return ((SOARecord) notification.getSection(Section.ANSWER).getFirst()).getSerial();
    }

    private void answer(DatagramPacket packet) throws IOException {
        var query = notification(packet);
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setOpcode(Opcode.NOTIFY);
        reply.getHeader().setFlag(Flags.QR);
        primary.sha256.tsig().apply(reply, query.getTSIG());
        var wire = reply.toWire();
        secondary.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
    }

    private void change(String label) throws IOException {
        primary.zones.add(Desk.ORIGIN, Desk.record(label, "A", "192.0.2.9"));
    }

    @Test
    void a_change_is_told_with_the_new_soa_and_the_key() throws Exception {
        change("one");
        var message = notification(heard());
        assertThat(message.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
        assertThat(message.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(message.getQuestion().getName()).isEqualTo(Desk.ORIGIN);
        assertThat(message.getQuestion().getType()).isEqualTo(Type.SOA);
        assertThat(serial(message)).isEqualTo(11);
    }

    @Test
    void who_does_not_answer_is_told_again_until_it_does() throws Exception {
        change("one");
        assertThat(serial(notification(heard()))).isEqualTo(11);
        assertThat(serial(notification(heard()))).isEqualTo(11);
    }

    private boolean isSilent() throws IOException {
        try {
            heard();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        }
    }

    @Test
    void changes_while_one_is_being_told_are_told_in_one() throws Exception {
        change("one");
        var first = heard();
        change("two");
        change("three");
        answer(first);
        assertThat(serial(notification(heard()))).isEqualTo(13);
    }

    @Test
    void an_answer_without_the_key_is_none() throws Exception {
        change("one");
        var packet = heard();
        var query = notification(packet);
        var reply = new Message(query.getHeader().getID());
        reply.getHeader().setOpcode(Opcode.NOTIFY);
        reply.getHeader().setFlag(Flags.QR);
        var wire = reply.toWire();
        secondary.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
        assertThat(serial(notification(heard()))).isEqualTo(11);
    }

    @Test
    void after_the_end_nobody_is_told() throws Exception {
        primary.close();
        change("one");
        secondary.setSoTimeout(300);
        assertThat(isSilent()).isTrue();
    }
}
