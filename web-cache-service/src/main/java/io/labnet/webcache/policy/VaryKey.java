package io.labnet.webcache.policy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which requests for a URI a stored response answers (RFC 9111 section 4.1).
 *
 * @param selecting what the first request said in each field that Vary names; "" if nothing
 */
public record VaryKey(Map<String, String> selecting) {
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

    public boolean matches(Request request) {
        return selecting.entrySet().stream()
                .allMatch(field -> said(request.fields(), field.getKey()).equals(field.getValue()));
    }

    // Lines may be joined and the white space of lists left out without changing the meaning.
    private static String said(Fields fields, String name) {
        return String.join(",", fields.members(name));
    }
}
