package io.labnet.dns.registrar;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Labels of other scripts, as they stand in DNS: {@code xn--} and Punycode (RFC 5890 section
 * 2.3.2.1).
 *
 * <p>A registry takes less than there is (RFC 5891 section 4.3): what is allowed only beside
 * certain other characters (joiners, middle dots) is refused wholesale. The directions of Hebrew
 * and Arabic (RFC 5893) are not looked at.
 *
 * <p>{@link java.net.IDN} is of IDNA2003: it makes {@code ss} of {@code ß}, and knows no character
 * that is younger than Unicode 3.2.
 */
final class ALabel {
    static final String PREFIX = "xn--";
    // Valid, although the general rule says otherwise (RFC 5892 section 2.6); the i without a dot
    // only as long as it is Java that folds its case.
    private static final Pattern EXCEPTIONS =
            Pattern.compile("[\\u0131\\u00DF\\u03C2\\u06FD\\u06FE\\u0F0B\\u3007]");
    // And those the other way round (RFC 5892 sections 2.3, 2.4, 2.6 and 2.9): many of them would
    // not be seen.
    private static final Pattern REFUSED =
            Pattern.compile(
                    "["
                            // What cannot be seen: fillers, joiners, variation selectors.
                            + "\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\uFE00-\\uFE0F"
                            + "\\x{E0100}-\\x{E01EF}"
                            // Marks around symbols, and notes.
                            + "\\u20D0-\\u20FF"
                            + "\\p{InMusical_Symbols}\\p{InAncient_Greek_Musical_Notation}"
                            // What lengthens, repeats or sets a tone; digits that depend on others.
                            + "\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B"
                            + "\\u0660-\\u0669\\u06F0-\\u06F9"
                            // Parts of Hangul syllables.
                            + "\\p{InHangul_Jamo}\\p{InHangul_Jamo_Extended_A}"
                            + "\\p{InHangul_Jamo_Extended_B}]");

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
        var text = Character.toString(c);
        return EXCEPTIONS.matcher(text).matches()
                || (isLetterOrDigit(c) && isStable(text) && !REFUSED.matcher(text).matches());
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

    // RFC 5892 section 2.2. Java has no folding of case, which capitals made small come closest to.
    private static boolean isStable(String text) {
        var folded = nfkc(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return nfkc(folded).equals(text);
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
