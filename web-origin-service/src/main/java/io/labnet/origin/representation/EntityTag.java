package io.labnet.origin.representation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version of a representation (RFC 9110 section 8.8.3).
 *
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {
    private static final Pattern FORM =
            Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern ELEMENT =
            Pattern.compile("[ \\t,]*(" + FORM.pattern() + ")[ \\t]*(,|$)");

    public static EntityTag strong(String opaque) {
        return new EntityTag(false, opaque);
    }

    public static EntityTag weak(String opaque) {
        return new EntityTag(true, opaque);
    }

    /** One tag alone, as If-Range has it; null when it is none. */
    public static @Nullable EntityTag parse(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? new EntityTag(form.group(1) != null, form.group(2)) : null;
    }

    /** A list of tags; a comma may stand inside a tag. What is malformed ends the list. */
    static List<EntityTag> parseList(String text) {
        var tags = new ArrayList<EntityTag>();
        var element = ELEMENT.matcher(text);
        while (element.lookingAt()) {
            tags.add(new EntityTag(element.group(2) != null, element.group(3)));
            element.region(element.end(), text.length());
        }
        return tags;
    }

    /** Strong comparison (RFC 9110 section 8.8.3.2): the same bytes. */
    public boolean isSameBytes(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Weak comparison (RFC 9110 section 8.8.3.2): as good as the same. */
    public boolean isEquivalent(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }
}
