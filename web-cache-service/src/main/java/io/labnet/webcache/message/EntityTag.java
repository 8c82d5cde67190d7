package io.labnet.webcache.message;

import java.util.Optional;

/**
 * A validator that a server made up (RFC 9110 section 8.8.3).
 *
 * @param weak whether equal tags promise no more than that the meaning is the same
 * @param opaque the tag with its quotes
 */
public record EntityTag(boolean weak, String opaque) {
    public static Optional<EntityTag> parse(String text) {
        var weak = text.startsWith("W/");
        var opaque = weak ? text.substring(2) : text;
        var wellFormed =
                opaque.length() >= 2
                        && opaque.startsWith("\"")
                        && opaque.indexOf('"', 1) == opaque.length() - 1;
        return wellFormed ? Optional.of(new EntityTag(weak, opaque)) : Optional.empty();
    }

    /** The tag as a field says it. */
    @Override
    public String toString() {
        return weak ? "W/" + opaque : opaque;
    }

    /** The comparison that caches use (RFC 9110 section 8.8.3.2). */
    public boolean weaklyEquals(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** The comparison that ranges need (RFC 9110 section 8.8.3.2). */
    public boolean stronglyEquals(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }
}
