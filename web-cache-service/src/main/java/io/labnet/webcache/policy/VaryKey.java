package io.labnet.webcache.policy;

import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which requests for a URI a stored response answers (RFC 9111 section 4.1).
 *
 * @param selecting what the first request said in each field that Vary names, by the field's name
 *     in small letters: "" if the field was not there, " " if it was there and empty
 */
public record VaryKey(Map<String, String> selecting) {
    // Lists in which neither the case nor the white space matters (RFC 9110 section 12.5).
    private static final Set<String> NEGOTIATING =
            Set.of("accept-charset", "accept-encoding", "accept-language");

    // Their order does not matter either; that of languages does to some servers.
    private static final Set<String> UNORDERED = Set.of("accept-charset", "accept-encoding");

    // Lists in which only the white space between the members does not matter.
    private static final Set<String> LISTS =
            Set.of("accept", "cache-control", "forwarded", "prefer", "via", "x-forwarded-for");

    private static final Pattern PARAMETER = Pattern.compile("\\s*;\\s*");

    public VaryKey {
        selecting = Map.copyOf(selecting);
    }

    public static VaryKey of(Request request, Response response) {
        var selecting = new TreeMap<String, String>();
        for (var name : response.fields().members("Vary")) {
            selecting.put(name.toLowerCase(Locale.ROOT), said(request.fields(), name));
        }
        return new VaryKey(selecting);
    }

    /** Whether no request will ever be known to want it: "*", or a name that cannot be one. */
    static boolean matchesNothing(Response response) {
        return response.fields().members("Vary").stream()
                .anyMatch(name -> name.equals("*") || !Field.isName(name));
    }

    public boolean matches(Request request) {
        return selecting.isEmpty()
                || selecting.entrySet().stream()
                        .allMatch(field ->
                                said(request.fields(), field.getKey()).equals(field.getValue()));
    }

    // What may be changed without changing the meaning is changed into one form.
    private static String said(Fields fields, String anyCase) {
        if (!fields.has(anyCase)) {
            return "";
        }
        var name = anyCase.toLowerCase(Locale.ROOT);
        // HTTP/2 may say a cookie in several lines (RFC 9113 section 8.2.3).
        var comma = name.equals("cookie") ? "; " : ", ";
        var value = members(fields, name).collect(Collectors.joining(comma));
        return value.isEmpty() ? " " : value;
    }

    private static Stream<String> members(Fields fields, String name) {
        if (NEGOTIATING.contains(name)) {
            var plain =
                    fields.members(name).stream()
                            .map(member -> PARAMETER.matcher(member).replaceAll(";"))
                            .map(member -> member.toLowerCase(Locale.ROOT));
            return UNORDERED.contains(name) ? plain.sorted() : plain;
        }
        return LISTS.contains(name) ? fields.members(name).stream() : fields.all(name).stream();
    }
}
