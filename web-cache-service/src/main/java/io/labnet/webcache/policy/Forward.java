package io.labnet.webcache.policy;

/** Why a request goes to the origin, in the words of RFC 9211 section 2.2. */
public enum Forward {
    BYPASS("bypass"),
    METHOD("method"),
    URI_MISS("uri-miss"),
    VARY_MISS("vary-miss"),
    REQUEST("request"),
    PARTIAL("partial"),
    STALE("stale");

    private final String token;

    Forward(String token) {
        this.token = token;
    }

    @Override
    public String toString() {
        return token;
    }
}
