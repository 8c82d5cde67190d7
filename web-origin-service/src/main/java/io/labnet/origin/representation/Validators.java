package io.labnet.origin.representation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a page from another (RFC 9110 section 8.8).
 *
 * @param tags one for each way in which the version can be had
 * @param modified in whole seconds; null where nobody knows
 */
public record Validators(List<EntityTag> tags, @Nullable Instant modified) {
    /** Those of a page that is there, and of which no version is known from another. */
    public static final Validators NONE = new Validators(List.of(), null);

    public Validators {
        tags = List.copyOf(tags);
    }
}
