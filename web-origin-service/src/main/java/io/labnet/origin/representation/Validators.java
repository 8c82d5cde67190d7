package io.labnet.origin.representation;

import java.time.Instant;
import java.util.List;

/**
 * What tells one version of a page from another (RFC 9110 section 8.8).
 *
 * @param tags one for each way in which the version can be had
 * @param modified in whole seconds
 */
public record Validators(List<EntityTag> tags, Instant modified) {
    public Validators {
        tags = List.copyOf(tags);
    }
}
