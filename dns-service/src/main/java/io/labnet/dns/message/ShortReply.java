package io.labnet.dns.message;

import java.nio.ByteBuffer;

/** What is left of a reply that may not be longer than its query. */
public final class ShortReply {
    private static final int FLAGS_AT = 2;
    private static final int QUESTIONS_AT = 4;
    private static final int HEADER_BYTES = 12;
    private static final int ADDITIONAL_AT = 10;
    private static final int TC = 0x0200;
    private static final int TYPE_OPT = 41;

    private ShortReply() {}

    /**
     * Leaves the header, with TC, and the question.
     *
     * @param reply one of ours, to its limit; it is changed
     */
    public static void cut(ByteBuffer reply) {
        var end = HEADER_BYTES;
        if (reply.getShort(QUESTIONS_AT) != 0) {
            while (reply.get(end) != 0) {
                end += 1 + reply.get(end);
            }
            end += 1 + 2 * Short.BYTES;
        }
        // Who speaks EDNS is answered in it (RFC 6891 section 6.1.1).
        var speaksEdns = RecordPlaces.of(reply, end).optAt() < reply.limit();
        reply.putShort(FLAGS_AT, (short) (reply.getShort(FLAGS_AT) | TC));
        // Neither answers nor authority, and of the additional records OPT alone.
        reply.putInt(QUESTIONS_AT + Short.BYTES, 0);
        reply.putShort(ADDITIONAL_AT, (short) (speaksEdns ? 1 : 0));
        reply.limit(reply.capacity()).position(end);
        if (speaksEdns) {
            reply.put((byte) 0).putShort((short) TYPE_OPT);
            reply.putShort((short) Heard.Edns.PAYLOAD_BYTES).putInt(0).putShort((short) 0);
        }
        reply.flip();
    }
}
