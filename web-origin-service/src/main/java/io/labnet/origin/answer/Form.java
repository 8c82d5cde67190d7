package io.labnet.origin.answer;

import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.Status;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form that was filled in (application/x-www-form-urlencoded, as the URL standard of the WHATWG
 * reads it).
 *
 * @param entries in the order in which they came; a name may come again
 */
public record Form(List<Entry> entries) {
    static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    /** One field; the value is empty where there is no equals sign. */
    public record Entry(String name, String value) {}

    public Form {
        entries = List.copyOf(entries);
    }

    /**
     * Reads what stands between ampersands.
     *
     * @throws Refusal (400) when a percent sign is not followed by two hexadecimal digits
     */
    static Form parse(String encoded) throws Refusal {
        var entries = new ArrayList<Entry>();
        for (var pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                var equals = pair.indexOf('=');
                entries.add(
                        equals < 0
                                ? new Entry(decoded(pair), "")
                                : new Entry(
                                        decoded(pair.substring(0, equals)),
                                        decoded(pair.substring(equals + 1))));
            }
        }
        return new Form(entries);
    }

    /** The value of the first field of this name; null when there is none. */
    public @Nullable String first(String name) {
        for (var entry : entries) {
            if (entry.name().equals(name)) {
                return entry.value();
            }
        }
        return null;
    }

    private static String decoded(String text) throws Refusal {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw new Refusal(Status.BAD_REQUEST, "The form is badly percent-encoded.");
        }
    }
}
