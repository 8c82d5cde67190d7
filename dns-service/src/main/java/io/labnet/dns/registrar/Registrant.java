package io.labnet.dns.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose a domain is. */
public record Registrant(String name, @Nullable String organization, @Nullable String email) {
    private static final int CHARS_MAX = 255;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

    /** Everything that is wrong; nothing when it can be kept, and shown in one line each. */
    public List<Fault> faults() {
        var faults = new ArrayList<Fault>();
        check("/registrant/name", name, faults);
        check("/registrant/organization", organization, faults);
        check("/registrant/email", email, faults);
        if (email != null && !EMAIL.matcher(email).matches()) {
            faults.add(new Fault("/registrant/email", "is no address, as alice@crepes.fr is"));
        }
        return faults;
    }

    // A line break would let a registrant write lines of WHOIS that are not about it.
    private static void check(String pointer, @Nullable String text, List<Fault> faults) {
        if (text != null
                && (text.isBlank()
                        || text.length() > CHARS_MAX
                        || text.codePoints().anyMatch(Registrant::isUnprintable))) {
            faults.add(new Fault(pointer, "must be 1 to " + CHARS_MAX + " printable characters"));
        }
    }

    private static boolean isUnprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }
}
