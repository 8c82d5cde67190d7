package io.labnet.dns.registrar;

/** Unicode in letters, digits and hyphens (RFC 3492), for one label without its prefix. */
final class Punycode {
    // RFC 3492 section 5.
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;
    private static final char DELIMITER = '-';

    private Punycode() {}

    /**
     * RFC 3492 section 6.2.
     *
     * @throws BadName when it is no Punycode, or not of Unicode
     */
    static String decode(String text) throws BadName {
        var delimiter = text.lastIndexOf(DELIMITER);
        var decoded = new StringBuilder(text.substring(0, Math.max(delimiter, 0)));
        var length = decoded.length();
        var n = INITIAL_N;
        var bias = INITIAL_BIAS;
        long i = 0;
        for (var at = delimiter + 1; at < text.length(); length++) {
            var before = i;
            long weight = 1;
            for (var k = BASE; ; k += BASE) {
                if (at == text.length()) {
                    throw new BadName("its Punycode ends early");
                }
                var digit = digit(text.charAt(at++));
                i += digit * weight;
                var t = threshold(k, bias);
                if (digit < t) {
                    break;
                }
                weight *= BASE - t;
                if (i > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
                    throw new BadName("its Punycode overflows");
                }
            }
            bias = adapted(i - before, length + 1, before == 0);
            n = codePoint(n + i / (length + 1));
            i %= length + 1;
            decoded.insert(decoded.offsetByCodePoints(0, (int) i), Character.toString(n));
            i++;
        }
        return decoded.toString();
    }

    private static int codePoint(long n) throws BadName {
        if (n > Character.MAX_CODE_POINT
                || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
            throw new BadName("its Punycode stands for no character");
        }
        return (int) n;
    }

    private static int digit(char c) throws BadName {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 26;
        }
        throw new BadName("its Punycode has a character that is no digit of it");
    }

    /** RFC 3492 section 6.3; a name has at most some hundreds of characters: no overflow. */
    static String encode(String text) {
        var encoded = new StringBuilder();
        text.codePoints().filter(c -> c < INITIAL_N).forEach(encoded::appendCodePoint);
        var basic = encoded.length();
        if (basic > 0) {
            encoded.append(DELIMITER);
        }
        var length = text.codePointCount(0, text.length());
        var bias = INITIAL_BIAS;
        var n = INITIAL_N;
        long delta = 0;
        for (var handled = basic; handled < length; ) {
            var least = n;
            var next = text.codePoints().filter(c -> c >= least).min().orElseThrow();
            delta += (long) (next - n) * (handled + 1);
            n = next;
            for (var c : text.codePoints().toArray()) {
                if (c < n) {
                    delta++;
                }
                if (c == n) {
                    append(encoded, delta, bias);
                    bias = adapted(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return encoded.toString();
    }

    private static void append(StringBuilder encoded, long delta, int bias) {
        var q = delta;
        for (var k = BASE; ; k += BASE) {
            var t = threshold(k, bias);
            if (q < t) {
                encoded.append(digit((int) q));
                return;
            }
            encoded.append(digit((int) (t + (q - t) % (BASE - t))));
            q = (q - t) / (BASE - t);
        }
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int threshold(int k, int bias) {
        return Math.clamp(k - bias, T_MIN, T_MAX);
    }

    /** RFC 3492 section 6.1. */
    private static int adapted(long delta, int points, boolean isFirst) {
        var d = isFirst ? delta / DAMP : delta / 2;
        d += d / points;
        var k = 0;
        while (d > (BASE - T_MIN) * T_MAX / 2) {
            d /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * d / (d + SKEW));
    }
}
