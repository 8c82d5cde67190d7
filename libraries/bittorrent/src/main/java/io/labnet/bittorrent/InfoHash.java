package io.labnet.bittorrent;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The name of a torrent: the SHA-1 of its info dictionary (BEP 3), {@value #LENGTH} bytes. */
public final class InfoHash implements Comparable<InfoHash> {
    public static final int LENGTH = 20;

    private final byte[] bytes;

    private InfoHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * An info-hash of these bytes.
     *
     * @throws IllegalArgumentException when there are not {@value #LENGTH} of them
     */
    public static InfoHash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "an info-hash has " + LENGTH + " bytes, not " + bytes.length);
        }
        return new InfoHash(bytes.clone());
    }

    /**
     * An info-hash from its 40 hexadecimal digits.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static InfoHash parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** The hash of an info dictionary, given the very bytes that stand in the torrent file. */
    public static InfoHash ofInfo(byte[] infoDictionary) {
        try {
            return new InfoHash(MessageDigest.getInstance("SHA-1").digest(infoDictionary));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** A copy of the {@value #LENGTH} bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The 40 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    // An order lets a HashMap stay fast when a client chooses hashes that collide.
    @Override
    public int compareTo(InfoHash other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InfoHash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
