package io.labnet.origin.representation;

import io.labnet.origin.message.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which content codings a client takes (RFC 9110 section 12.5.3). */
public final class AcceptEncoding {
    private static final Pattern ELEMENT =
            Pattern.compile(
                    "([^ \\t;]+)(?:[ \\t]*;[ \\t]*q=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?))?",
                    Pattern.CASE_INSENSITIVE);

    /** Below every weight that a client can give, and above not acceptable. */
    private static final double UNSAID = 0.0001;

    private AcceptEncoding() {}

    /**
     * The codings that are acceptable, the most welcome first; what weighs the same comes in the
     * order of {@link Coding}. Empty when the client takes none of them.
     */
    public static List<Coding> of(Fields fields) {
        if (!fields.has("Accept-Encoding")) {
            // Any coding would do, but who does not say so may be too old to decode it.
            return List.of(Coding.IDENTITY);
        }
        var weights = weights(fields);
        var taken = new ArrayList<Coding>();
        for (var coding : Coding.values()) {
            if (weight(coding, weights) > 0) {
                taken.add(coding);
            }
        }
        taken.sort(
                Comparator.comparingDouble((Coding coding) -> weight(coding, weights)).reversed());
        return taken;
    }

    private static double weight(Coding coding, Map<String, Double> weights) {
        var unsaid = coding == Coding.IDENTITY ? UNSAID : 0;
        return weights.getOrDefault(coding.token(), weights.getOrDefault("*", unsaid));
    }

    private static Map<String, Double> weights(Fields fields) {
        var weights = new HashMap<String, Double>();
        fields.elements("Accept-Encoding")
                .map(ELEMENT::matcher)
                .filter(element -> element.matches())
                .forEach(element ->
                        weights.putIfAbsent(name(element.group(1)), weight(element.group(2))));
        return weights;
    }

    // RFC 9110 section 8.4.1.3: x-gzip is an old name for gzip.
    private static String name(String token) {
        var name = token.toLowerCase(Locale.ROOT);
        return name.equals("x-gzip") ? Coding.GZIP.token() : name;
    }

    private static double weight(@Nullable String digits) {
        return digits == null ? 1 : Double.parseDouble(digits);
    }
}
