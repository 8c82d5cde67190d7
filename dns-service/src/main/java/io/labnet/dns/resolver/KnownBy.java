package io.labnet.dns.resolver;

/** Where the knowledge of a zone's servers comes from. */
public enum KnownBy {
    /** The settings: the root's servers, while the root was not asked for them. */
    HINTS,
    /** An earlier search. */
    CACHE,
    /** The reply before. */
    REFERRAL,
    /** The settings: a stub zone's servers. */
    STUB,
    /** The settings: a resolver, which is no server of the zone at all. */
    FORWARD
}
