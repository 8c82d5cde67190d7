package io.labnet.bittorrent;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The name that a peer gives itself (BEP 3), {@value #LENGTH} bytes. */
public final class PeerId implements Comparable<PeerId> {
    public static final int LENGTH = 20;

    private final byte[] bytes;

    private PeerId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A peer id of these bytes.
     *
     * @throws IllegalArgumentException when there are not {@value #LENGTH} of them
     */
    public static PeerId of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "a peer id has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new PeerId(bytes.clone());
    }

    /**
     * A peer id from its 40 hexadecimal digits.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static PeerId parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /**
     * A new id of a client.
     *
     * @param client what the id begins with, in ASCII, such as {@code -LN0100-} (BEP 20)
     */
    public static PeerId random(String client) {
        var bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        var prefix = client.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        return new PeerId(bytes);
    }

    /** A copy of the {@value #LENGTH} bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The 40 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The id for people: printable ASCII as it is, a dot for every other byte. */
    public String text() {
        var text = new StringBuilder(LENGTH);
        for (var b : bytes) {
            text.append(b > ' ' && b < 0x7F ? (char) b : '.');
        }
        return text.toString();
    }

    // An order lets a HashMap stay fast when a client chooses ids that collide.
    @Override
    public int compareTo(PeerId other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
