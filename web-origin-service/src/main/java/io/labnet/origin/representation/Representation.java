package io.labnet.origin.representation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a URI stands for at this moment: bytes, their type, and their validators.
 *
 * @param mediaType as Content-Type says it
 * @param modified in whole seconds, as Last-Modified can say no more
 */
public record Representation(String mediaType, Content content, EntityTag tag, Instant modified) {
    public Representation {
        modified = modified.truncatedTo(ChronoUnit.SECONDS);
    }
}
