package io.labnet.dns.message;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;

/**
 * A message without its client subnet options (RFC 7871), and these as bytes: what is wrong with
 * one matters only to a server that uses it, while dnsjava takes the whole message to be malformed.
 */
final class SubnetBytes {
    private static final int HEADER_BYTES = 12;
    private static final int QUESTIONS_AT = 4;
    private static final int TYPE_OPT = 41;
    private static final int POINTER = 0xC0;

    private final byte[] rest;
    private final List<EDNSOption> options;

    private SubnetBytes(byte[] rest, List<EDNSOption> options) {
        this.rest = rest;
        this.options = options;
    }

    /** The message without them; itself where it has none. */
    byte[] rest() {
        return rest;
    }

    List<EDNSOption> options() {
        return options;
    }

    /** What is not even a message is left as it is. */
    static SubnetBytes of(byte[] wire) {
        try {
            var message = ByteBuffer.wrap(wire);
            var options = optionsAt(message);
            return options < 0 ? new SubnetBytes(wire, List.of()) : takenOut(wire, options);
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            return new SubnetBytes(wire, List.of());
        }
    }

    /** Where the length of the first OPT record's options stands; -1 when there is none. */
    private static int optionsAt(ByteBuffer message) {
        var questions = Short.toUnsignedInt(message.getShort(QUESTIONS_AT));
        message.position(HEADER_BYTES);
        for (int i = 0; i < questions; i++) {
            skipName(message);
            skip(message, 2 * Short.BYTES);
        }
        while (message.hasRemaining()) {
            skipName(message);
            var type = message.getShort();
            skip(message, Short.BYTES + Integer.BYTES);
            if (type == TYPE_OPT) {
                return message.position();
            }
            skip(message, Short.toUnsignedInt(message.getShort()));
        }
        return -1;
    }

    private static void skipName(ByteBuffer message) {
        var length = Byte.toUnsignedInt(message.get());
        while (length != 0) {
            if ((length & POINTER) == POINTER) {
                message.get();
                return;
            }
            skip(message, length);
            length = Byte.toUnsignedInt(message.get());
        }
    }

    private static void skip(ByteBuffer message, int bytes) {
        message.position(message.position() + bytes);
    }

    private static SubnetBytes takenOut(byte[] wire, int lengthAt) {
        var message = ByteBuffer.wrap(wire).position(lengthAt);
        var end = Short.toUnsignedInt(message.getShort()) + message.position();
        var found = new ArrayList<EDNSOption>();
        var rest = ByteBuffer.allocate(wire.length).put(wire, 0, message.position());
        while (message.position() < end) {
            var at = message.position();
            var code = message.getShort();
            skip(message, Short.toUnsignedInt(message.getShort()));
            var next = message.position();
            if (code == ClientSubnet.CODE) {
                var bytes = Arrays.copyOfRange(wire, at + 2 * Short.BYTES, next);
                found.add(new GenericEDNSOption(ClientSubnet.CODE, bytes));
            } else {
                rest.put(wire, at, next - at);
            }
        }
        if (found.isEmpty() || message.position() != end) {
            return new SubnetBytes(wire, List.of());
        }
        rest.putShort(lengthAt, (short) (rest.position() - lengthAt - Short.BYTES));
        rest.put(wire, end, wire.length - end);
        return new SubnetBytes(Arrays.copyOf(rest.array(), rest.position()), List.copyOf(found));
    }
}
