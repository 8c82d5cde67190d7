package io.labnet.origin.representation;

/** A content coding (RFC 9110 section 8.4.1); those that save more come first. */
public enum Coding {
    BR("br", ".br"),
    GZIP("gzip", ".gz"),
    IDENTITY("identity", "");

    private final String token;
    private final String suffix;

    Coding(String token, String suffix) {
        this.token = token;
        this.suffix = suffix;
    }

    /** As Content-Encoding and Accept-Encoding name it. */
    public String token() {
        return token;
    }

    /** What follows a file's name that is coded so. */
    public String suffix() {
        return suffix;
    }
}
