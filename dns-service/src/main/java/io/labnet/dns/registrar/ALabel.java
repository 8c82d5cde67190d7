package io.labnet.dns.registrar;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Labels of other scripts, as they stand in DNS: {@code xn--} and Punycode (RFC 5890 section
 * 2.3.2.1).
 *
 * <p>A registry takes less than there is (RFC 5891 section 4.3): what is allowed only beside
 * certain other characters (joiners, middle dots) is refused wholesale. The directions of Hebrew
 * and Arabic (RFC 5893) are not looked at.
 */
final class ALabel {
    static final String PREFIX = "xn--";
    // Valid, although the general rule says otherwise (RFC 5892 section 2.6).
    private static final Set<Integer> EXCEPTIONS =
            Set.of(0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007);

    private ALabel() {}

    /** A label in lower case as it stands in DNS; the same where it is ASCII. */
    static String encoded(String label) {
        return label.chars().allMatch(c -> c < 0x80)
                ? label
                : PREFIX + Punycode.encode(Normalizer.normalize(label, Normalizer.Form.NFC));
    }

    /**
     * The label in its own script.
     *
     * @param label in lower case, with its prefix
     * @throws BadName when it is not the one right form of a label that may be registered
     */
    static String unicode(String label) throws BadName {
        var punycode = label.substring(PREFIX.length());
        var text = Punycode.decode(punycode);
        // Two ways to write one label would be two domains that look alike (RFC 5891 section
        // 4.2.1).
        if (!Punycode.encode(text).equals(punycode) || text.chars().allMatch(c -> c < 0x80)) {
            throw new BadName("it is not what its own characters are encoded as");
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new BadName("its characters are not in their composed form (NFC)");
        }
        // RFC 5891 sections 4.2.3.1 and 4.2.3.2.
        if (text.startsWith("-") || text.endsWith("-") || text.startsWith("--", 2)) {
            throw new BadName("its hyphens are in the wrong places");
        }
        if (isMark(text.codePointAt(0))) {
            throw new BadName("it begins with a combining mark");
        }
        var foreign = text.codePoints().filter(c -> !isValid(c)).findFirst();
        if (foreign.isPresent()) {
            throw new BadName(
                    "it stands for a character that names do not have: U+%04X"
                            .formatted(foreign.getAsInt()));
        }
        return text;
    }

    /** RFC 5892 section 3, but for what depends on context. */
    private static boolean isValid(int c) {
        if (c < 0x80) {
            return NameRules.isLetterDigitHyphen((char) c);
        }
        return EXCEPTIONS.contains(c) || (isLetterOrDigit(c) && isStable(c));
    }

    /** RFC 5892 section 2.1, but for capitals, which are never stable. */
    private static boolean isLetterOrDigit(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER ->
                    true;
            default -> isMark(c);
        };
    }

    private static boolean isMark(int c) {
        var type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** RFC 5892 section 2.2. */
    private static boolean isStable(int c) {
        var text = Character.toString(c);
        var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).equals(text);
    }
}
