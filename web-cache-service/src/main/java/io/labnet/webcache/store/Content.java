package io.labnet.webcache.store;

import java.nio.ByteBuffer;

/** The bytes of a stored response; they never change. */
public final class Content {
    private final byte[] bytes;

    /** Takes the array over; the caller forgets it. */
    Content(byte[] bytes) {
        this.bytes = bytes;
    }

    public int lengthBytes() {
        return bytes.length;
    }

    /** A view of some of the bytes, not a copy. */
    public ByteBuffer slice(int offset, int lengthBytes) {
        return ByteBuffer.wrap(bytes, offset, lengthBytes).slice().asReadOnlyBuffer();
    }
}
