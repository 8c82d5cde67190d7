package io.labnet.bittorrent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.bittorrent.wire.PeerMessage.Bitfield;
import io.labnet.bittorrent.wire.PeerMessage.Cancel;
import io.labnet.bittorrent.wire.PeerMessage.Choke;
import io.labnet.bittorrent.wire.PeerMessage.Have;
import io.labnet.bittorrent.wire.PeerMessage.Interested;
import io.labnet.bittorrent.wire.PeerMessage.KeepAlive;
import io.labnet.bittorrent.wire.PeerMessage.NotInterested;
import io.labnet.bittorrent.wire.PeerMessage.Piece;
import io.labnet.bittorrent.wire.PeerMessage.Request;
import io.labnet.bittorrent.wire.PeerMessage.Unchoke;
import io.labnet.bittorrent.wire.PeerMessage.Unknown;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void each_message_stands_on_the_wire_as_bep_3_says() {
        assertThat(hex(new KeepAlive())).isEqualTo("00000000");
        assertThat(hex(new Choke())).isEqualTo("0000000100");
        assertThat(hex(new Unchoke())).isEqualTo("0000000101");
        assertThat(hex(new Interested())).isEqualTo("0000000102");
        assertThat(hex(new NotInterested())).isEqualTo("0000000103");
        assertThat(hex(new Have(258))).isEqualTo("000000050400000102");
        assertThat(hex(new Bitfield(bytes("f080")))).isEqualTo("0000000305f080");
        assertThat(hex(new Request(1, 16384, 16384)))
                .isEqualTo("0000000d06000000010000400000004000");
        assertThat(hex(new Piece(1, 16384, bytes("cafe"))))
                .isEqualTo("0000000b070000000100004000cafe");
        assertThat(hex(new Cancel(1, 16384, 16384)))
                .isEqualTo("0000000d08000000010000400000004000");
    }

    @Test
    void a_block_header_is_what_a_piece_message_begins_with() {
        var out = ByteBuffer.allocate(MessageCodec.BLOCK_HEADER_BYTES);
        MessageCodec.putBlockHeader(out, 1, 16384, 2);

        assertThat(HEX.formatHex(out.array())).isEqualTo("0000000b070000000100004000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000",
                "00000001",
                "0000000504000001",
                "0000000d0600000001",
                "0000000b07000000"
            })
    void what_is_too_short_ends_the_stream(String cutShort) {
        assertThatThrownBy(() -> read(cutShort)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0000000200ff, message 0 carries 1 bytes, 'not 0'",
        "0000000404000001, message 4 carries 3 bytes, 'not 4'",
        "000000060400000001ff, message 4 carries 5 bytes, 'not 4'",
        "00000009060000000100004000, message 6 carries 8 bytes, 'not 12'",
        "000000080700000001000040, message 7 carries 7 bytes, 'not at least 8'",
        "00000001 08, message 8 carries 0 bytes, 'not 12'",
    })
    void a_length_that_is_not_its_messages_is_refused(String hex, String what, String expected) {
        assertThatThrownBy(() -> read(hex.replace(" ", "")))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining(what)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({"0002000a, 131082", "7fffffff, 2147483647", "80000000, 2147483648"})
    void a_lying_length_is_refused_before_anything_is_read_for_it(String length, String told) {
        assertThatThrownBy(() -> read(length))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("a message of " + told + " bytes");
    }

    @Test
    void the_longest_block_still_passes() throws Exception {
        var longest = new Piece(0, 0, ByteBuffer.allocate(MessageCodec.BLOCK_BYTES_MAX));

        assertThat(read(hex(longest))).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 20, 255})
    void a_message_of_an_extension_is_read_over(int id) throws Exception {
        var in =
                new ByteArrayInputStream(
                        HEX.parseHex(
                                "00000003"
                                        + HEX.toHexDigits((byte) id)
                                        + "abcd"
                                        + hex(new Choke())));

        assertThat(MessageCodec.read(in)).isEqualTo(new Unknown(id));
        assertThat(MessageCodec.read(in)).isEqualTo(new Choke());
    }

    @Test
    void whatever_is_said_is_heard() throws Exception {
        var random = new Random(25);
        var said = new ArrayList<PeerMessage>();
        var wire = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            var message = any(random);
            said.add(message);
            wire.writeBytes(MessageCodec.encode(message).array());
        }

        var in = new ByteArrayInputStream(wire.toByteArray());
        for (var message : said) {
            assertThat(MessageCodec.read(in)).isEqualTo(message);
        }
        assertThat(in.available()).isZero();
    }

    @Test
    void noise_is_a_message_or_malformed_but_never_anything_else() {
        var random = new Random(4);
        for (int i = 0; i < 5000; i++) {
            var noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            if (noise.length > 4 && random.nextBoolean()) {
                noise[0] = noise[1] = noise[2] = 0;
                noise[3] = (byte) random.nextInt(noise.length - 4);
                noise[4] = (byte) random.nextInt(10);
            }
            readAll(noise);
        }
    }

    private static void readAll(byte[] noise) {
        var in = new ByteArrayInputStream(noise);
        try {
            while (in.available() > 0) {
                assertThat(MessageCodec.read(in)).isNotNull();
            }
        } catch (IOException refused) {
            assertThat(refused).isInstanceOfAny(EOFException.class, MalformedMessage.class);
        }
    }

    private static PeerMessage any(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> new KeepAlive();
            case 1 -> new Choke();
            case 2 -> new Unchoke();
            case 3 -> new Interested();
            case 4 -> new NotInterested();
            case 5 -> new Have(random.nextInt());
            case 6 -> new Bitfield(noise(random));
            case 7 -> new Request(random.nextInt(), random.nextInt(), random.nextInt());
            case 8 -> new Piece(random.nextInt(), random.nextInt(), noise(random));
            default -> new Cancel(random.nextInt(), random.nextInt(), random.nextInt());
        };
    }

    private static ByteBuffer noise(Random random) {
        var noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        return ByteBuffer.wrap(noise);
    }

    private static PeerMessage read(String hex) throws IOException {
        return MessageCodec.read(new ByteArrayInputStream(HEX.parseHex(hex)));
    }

    private static String hex(PeerMessage message) {
        return HEX.formatHex(MessageCodec.encode(message).array());
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HEX.parseHex(hex));
    }
}
