package io.labnet.origin.site;

import org.jspecify.annotations.Nullable;

/**
 * Who a client says it is, and for what.
 *
 * @param target the request's, as sent: Digest covers it
 * @param authorization the field's value; null when there is none
 * @param content the request's; empty where Digest does not cover it, or there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Credentials(
        String method, String target, @Nullable String authorization, byte[] content) {
    private static final byte[] NOTHING = {};

    /** For a request without content, or with content that nothing covers. */
    public Credentials(String method, String target, @Nullable String authorization) {
        this(method, target, authorization, NOTHING);
    }
}
