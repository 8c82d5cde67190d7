package io.labnet.origin.site;

import io.labnet.origin.message.Version;

/** What a site wants its clients to speak, where not every form of HTTP will do. */
public enum Wanted {
    ANYTHING(""),
    /** As RFC 2817 section 4.2 names it to clients. */
    TLS("TLS/1.2, HTTP/1.1"),
    HTTP_2("HTTP/2.0");

    private final String upgrade;

    Wanted(String upgrade) {
        this.upgrade = upgrade;
    }

    /** Whether a request came as it should. */
    public boolean isMet(Version version, boolean secure) {
        return switch (this) {
            case ANYTHING -> true;
            case TLS -> secure;
            case HTTP_2 -> version.equals(Version.HTTP_2);
        };
    }

    /** The value of Upgrade (RFC 9110 section 7.8); empty for a site that takes anything. */
    public String upgrade() {
        return upgrade;
    }
}
