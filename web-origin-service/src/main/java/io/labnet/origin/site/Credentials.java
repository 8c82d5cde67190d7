package io.labnet.origin.site;

import org.jspecify.annotations.Nullable;

/**
 * Who a client says it is, and for what.
 *
 * @param target the request's, as sent: Digest covers it
 * @param authorization the field's value; null when there is none
 */
public record Credentials(String method, String target, @Nullable String authorization) {}
