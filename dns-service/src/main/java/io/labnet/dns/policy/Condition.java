package io.labnet.dns.policy;

/** How an address is, as far as was seen. */
public enum Condition {
    /** Nobody has looked, or not often enough to tell. */
    UNKNOWN,
    UP,
    DOWN
}
