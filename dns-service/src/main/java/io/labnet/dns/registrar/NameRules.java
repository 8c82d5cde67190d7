package io.labnet.dns.registrar;

import io.labnet.dns.message.Names;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Which names hosts can have, and which can be registered. Names are in lower case from here. */
public final class NameRules {
    // RFC 1035 section 2.3.4: 255 octets with the lengths of all labels and the root's.
    private static final int NAME_CHARS_MAX = 253;
    private static final int LABEL_CHARS_MAX = 63;
    // RFC 2606 section 3 sets "example" apart; the others are what registries keep for themselves.
    private static final Set<String> RESERVED =
            Set.of("example", "nic", "whois", "rdap", "rdds", "www");

    private NameRules() {}

    /**
     * A host's whole name (RFC 1123 section 2.1), with or without a final dot. Labels of other
     * scripts are taken as they are written, too, and encoded (RFC 5891 section 4.1).
     *
     * @throws BadName that says which label is wrong, and how
     */
    public static Name host(String text) throws BadName {
        var whole = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (whole.length() > NAME_CHARS_MAX) {
            throw new BadName("a name has at most " + NAME_CHARS_MAX + " characters");
        }
        var labels = whole.toLowerCase(Locale.ROOT).split("\\.", -1);
        Arrays.setAll(labels, i -> ALabel.encoded(labels[i]));
        if (labels.length < 2) {
            throw new BadName("\"" + text + "\" is no whole name, as networkutopia.com is");
        }
        for (var label : labels) {
            checkLabel(label);
        }
        if (String.join(".", labels).length() > NAME_CHARS_MAX) {
            throw new BadName("a name has at most " + NAME_CHARS_MAX + " characters");
        }
        // It would look like an address, or a part of one (RFC 1123 section 2.1).
        if (labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadName("the last label of a name is not a number");
        }
        try {
            return Name.fromString(String.join(".", labels), Name.root);
        } catch (TextParseException impossible) {
            throw new IllegalStateException("a name of good labels is no name", impossible);
        }
    }

    private static void checkLabel(String label) throws BadName {
        if (label.isEmpty()) {
            throw new BadName("there is an empty label: two dots, or one at the beginning");
        }
        if (label.length() > LABEL_CHARS_MAX) {
            throw new BadName("a label has at most " + LABEL_CHARS_MAX + " characters");
        }
        if (!label.chars().allMatch(c -> isLetterDigitHyphen((char) c))) {
            throw new BadName(
                    "\"" + label + "\" has a character that is no letter, digit or hyphen");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            throw new BadName("\"" + label + "\" begins or ends with a hyphen");
        }
        if (label.startsWith(ALabel.PREFIX)) {
            checkALabel(label);
        } else if (label.startsWith("--", 2)) {
            // RFC 5890 section 2.3.1: kept for encodings to come.
            throw new BadName("\"" + label + "\" has hyphens at its third and fourth place");
        }
    }

    private static void checkALabel(String label) throws BadName {
        try {
            ALabel.unicode(label);
        } catch (BadName bad) {
            throw new BadName("\"" + label + "\" is no label of another script: " + bad.reason());
        }
    }

    static boolean isLetterDigitHyphen(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    /**
     * The domain in which a name is, one label below a domain for sale; null when it is below none.
     */
    public static @Nullable Name registrable(Name name, Collection<Name> forSale) {
        for (var top : forSale) {
            if (name.subdomain(top) && name.labels() > top.labels()) {
                return new Name(name, name.labels() - top.labels() - 1);
            }
        }
        return null;
    }

    /**
     * Checks that a name can be registered below one of these domains.
     *
     * @throws BadName when it is elsewhere, too deep, or reserved
     */
    public static void checkForSale(Name domain, Collection<Name> forSale) throws BadName {
        var registrable = registrable(domain, forSale);
        var text = Names.text(domain);
        if (registrable == null) {
            var tops = forSale.stream().map(Names::text).collect(Collectors.joining(", "));
            throw new BadName(text + " is not below what is for sale here: " + tops);
        }
        if (!registrable.equals(domain)) {
            var whole = Names.text(registrable);
            throw new BadName(text + " belongs to whoever has " + whole + ": register that");
        }
        if (RESERVED.contains(domain.getLabelString(0))) {
            throw new BadName(text + " is reserved");
        }
    }

    /** A name as people of its script write it; the same where it is ASCII. */
    public static String unicode(Name name) {
        var labels = Names.text(name).split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i].startsWith(ALabel.PREFIX)) {
                try {
                    labels[i] = ALabel.unicode(labels[i]);
                } catch (BadName notOurs) {
                    return Names.text(name);
                }
            }
        }
        return String.join(".", labels);
    }
}
