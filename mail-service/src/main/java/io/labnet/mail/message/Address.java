package io.labnet.mail.message;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A mailbox's address (RFC 5321 section 4.1.2).
 *
 * @param local what stands before the @, as it was written; quoted when it must be
 * @param domain what stands after it, in lower case
 */
public record Address(String local, String domain) {
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String QUOTED = "\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\"";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
    private static final String LITERAL = "\\[[A-Za-z0-9:.]+\\]";
    private static final Pattern SHAPE =
            Pattern.compile(
                    ("(%1$s(?:\\.%1$s)*|%2$s)" + "@(%3$s(?:\\.%3$s)*|%4$s)")
                            .formatted(ATOM, QUOTED, LABEL, LITERAL));
    // RFC 5321 section 4.5.3.1.
    private static final int LOCAL_CHARS_MAX = 64;
    private static final int DOMAIN_CHARS_MAX = 255;

    public Address {
        domain = domain.toLowerCase(Locale.ROOT);
    }

    /** Reads {@code local@domain}; empty when it is no address, or too long a one. */
    public static Optional<Address> parse(String text) {
        // Checked first, so that the pattern never sees a long text.
        if (text.length() > LOCAL_CHARS_MAX + 1 + DOMAIN_CHARS_MAX) {
            return Optional.empty();
        }
        var shape = SHAPE.matcher(text);
        return shape.matches() && shape.group(1).length() <= LOCAL_CHARS_MAX
                ? Optional.of(new Address(shape.group(1), shape.group(2)))
                : Optional.empty();
    }

    /** The same mailbox whatever the case: a local part is ours to compare as we like. */
    public Address normalized() {
        return new Address(local.toLowerCase(Locale.ROOT), domain);
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
