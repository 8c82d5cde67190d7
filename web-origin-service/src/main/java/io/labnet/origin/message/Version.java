package io.labnet.origin.message;

/**
 * An HTTP version (RFC 9112 section 2.3).
 *
 * @param major one digit
 * @param minor one digit
 */
public record Version(int major, int minor) {
    /** Never on a request line: it has a framing of its own (RFC 9113). */
    public static final Version HTTP_2 = new Version(2, 0);

    private static final Version HTTP_1_1 = new Version(1, 1);
    private static final int CHARS = "HTTP/1.1".length();

    /**
     * Reads {@code HTTP/1.1}; the name is case-sensitive and each number has one digit.
     *
     * @throws Refusal (400) when it is no version, (505) when its major number is not 1
     */
    static Version parse(String text) throws Refusal {
        if (text.equals("HTTP/1.1")) {
            return HTTP_1_1;
        }
        if (text.length() != CHARS
                || !text.startsWith("HTTP/")
                || !isDigit(text.charAt(5))
                || text.charAt(6) != '.'
                || !isDigit(text.charAt(7))) {
            throw Refusal.bad("The request line does not end in a version such as HTTP/1.1.");
        }
        var version = new Version(text.charAt(5) - '0', text.charAt(7) - '0');
        if (version.major != 1) {
            throw new Refusal(
                    Status.HTTP_VERSION_NOT_SUPPORTED, "This server speaks HTTP/1.1 and 1.0.");
        }
        return version;
    }

    /** Whether connections persist and Host exists: all from HTTP/1.1 on. */
    public boolean isAtLeast11() {
        return major > 1 || minor >= 1;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return equals(HTTP_2) ? "HTTP/2" : "HTTP/" + major + "." + minor;
    }
}
