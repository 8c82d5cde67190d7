package io.labnet.origin.representation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a URI stands for at this moment: bytes, their type, and their validators.
 *
 * @param mediaType as Content-Type says it, of what is coded if it is
 * @param tag differs from one coding to another (RFC 9110 section 8.8.3.3)
 * @param modified in whole seconds, as Last-Modified can say no more
 * @param coding how the bytes are coded
 */
public record Representation(
        String mediaType, Content content, EntityTag tag, Instant modified, Coding coding) {
    public Representation {
        modified = modified.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Bytes that are not coded. */
    public Representation(String mediaType, Content content, EntityTag tag, Instant modified) {
        this(mediaType, content, tag, modified, Coding.IDENTITY);
    }
}
