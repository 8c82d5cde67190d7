package io.labnet.dns.validator;

/** How far data is proved (RFC 4035 section 4.3), the least first. */
public enum Security {
    /** It should be signed, and is not, or not well. */
    BOGUS,
    /** No anchor says whether it should be signed. */
    INDETERMINATE,
    /** It is proved that it need not be signed. */
    INSECURE,
    /** There is a chain of signatures from an anchor to it. */
    SECURE
}
