package io.labnet.origin.message;

/** How long a request's body is (RFC 9112 section 6.3). */
sealed interface Framing {
    /** A body of known length; 0 when there is none. */
    record Length(long bytes) implements Framing {}

    /** A body in chunks. */
    record Chunked() implements Framing {}

    /** More digits than any length that this server takes could have. */
    int LENGTH_DIGITS_MAX = 15;

    /**
     * Decides from the header fields.
     *
     * @throws Refusal (400) when two readers could see two lengths, (501) for unknown codings,
     *     (413) when the length is beyond all reason
     */
    static Framing of(RequestHead head) throws Refusal {
        var fields = head.fields();
        if (!fields.has("Transfer-Encoding")) {
            return new Length(length(fields));
        }
        // RFC 9112 section 6.1 and 11.2: both together is how requests are smuggled past a proxy.
        if (fields.has("Content-Length")) {
            throw Refusal.bad("Content-Length and Transfer-Encoding exclude each other.");
        }
        if (!head.version().isAtLeast11()) {
            throw Refusal.bad("HTTP/1.0 has no Transfer-Encoding.");
        }
        var codings = fields.elements("Transfer-Encoding").toList();
        if (codings.isEmpty() || !codings.getLast().equalsIgnoreCase("chunked")) {
            throw Refusal.bad("A request's last transfer coding must be chunked.");
        }
        if (codings.size() > 1) {
            throw new Refusal(Status.NOT_IMPLEMENTED, "The only transfer coding is chunked.");
        }
        return new Chunked();
    }

    private static long length(Fields fields) throws Refusal {
        var values = fields.values("Content-Length");
        if (values.isEmpty()) {
            return 0;
        }
        // RFC 9112 section 6.3: lists of equal lengths may be taken or refused; we refuse.
        var digits = values.getFirst();
        if (values.size() > 1 || digits.isEmpty() || !isDigits(digits)) {
            throw Refusal.bad("Content-Length must be one number.");
        }
        if (digits.length() > LENGTH_DIGITS_MAX) {
            throw new Refusal(Status.CONTENT_TOO_LARGE, "No body may be that long.");
        }
        return Long.parseLong(digits);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
