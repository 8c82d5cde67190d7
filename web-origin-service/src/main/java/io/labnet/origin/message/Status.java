package io.labnet.origin.message;

import org.jspecify.annotations.Nullable;

/**
 * The status codes that this server sends (RFC 9110 section 15; 431 is RFC 6585 section 5, and 418
 * RFC 2324 section 2.3.2).
 */
public enum Status {
    CONTINUE(100, "Continue"),
    OK(200, "OK"),
    CREATED(201, "Created"),
    NO_CONTENT(204, "No Content"),
    PARTIAL_CONTENT(206, "Partial Content"),
    MOVED_PERMANENTLY(301, "Moved Permanently"),
    FOUND(302, "Found"),
    SEE_OTHER(303, "See Other"),
    NOT_MODIFIED(304, "Not Modified"),
    TEMPORARY_REDIRECT(307, "Temporary Redirect"),
    PERMANENT_REDIRECT(308, "Permanent Redirect"),
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    NOT_ACCEPTABLE(406, "Not Acceptable"),
    REQUEST_TIMEOUT(408, "Request Timeout"),
    CONFLICT(409, "Conflict"),
    LENGTH_REQUIRED(411, "Length Required"),
    PRECONDITION_FAILED(412, "Precondition Failed"),
    CONTENT_TOO_LARGE(413, "Content Too Large"),
    URI_TOO_LONG(414, "URI Too Long"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    RANGE_NOT_SATISFIABLE(416, "Range Not Satisfiable"),
    EXPECTATION_FAILED(417, "Expectation Failed"),
    IM_A_TEAPOT(418, "I'm a teapot"),
    MISDIRECTED_REQUEST(421, "Misdirected Request"),
    UPGRADE_REQUIRED(426, "Upgrade Required"),
    REQUEST_HEADER_FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
    INTERNAL_SERVER_ERROR(500, "Internal Server Error"),
    NOT_IMPLEMENTED(501, "Not Implemented"),
    SERVICE_UNAVAILABLE(503, "Service Unavailable"),
    HTTP_VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

    private final int code;
    private final String line;

    Status(int code, String reason) {
        this.code = code;
        this.line = code + " " + reason;
    }

    public int code() {
        return code;
    }

    /** The status with this code; null when this server has none. */
    public static @Nullable Status of(int code) {
        for (var each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }

    /** Whether the request was understood, accepted and done (RFC 9110 section 15.3). */
    public boolean isSuccess() {
        return code / 100 == 2;
    }

    /** Whether the request failed, by the client's doing or the server's. */
    public boolean isError() {
        return code >= BAD_REQUEST.code;
    }

    /** As it stands on the status line: {@code 404 Not Found}. */
    public String line() {
        return line;
    }
}
