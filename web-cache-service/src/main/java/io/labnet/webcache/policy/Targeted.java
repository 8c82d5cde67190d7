package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.Dictionary;
import io.labnet.webcache.message.Dictionary.Kind;
import io.labnet.webcache.message.Dictionary.Member;
import io.labnet.webcache.message.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cache directives for one kind of cache, in a field of their own (RFC 9213). */
final class Targeted {
    private static final Set<String> SECONDS =
            Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");
    private static final Set<String> FLAGS =
            Set.of(
                    "immutable",
                    "must-revalidate",
                    "must-understand",
                    "no-store",
                    "no-transform",
                    "proxy-revalidate",
                    "public");
    private static final Set<String> FIELD_LISTS = Set.of("no-cache", "private");

    private Targeted() {}

    /**
     * What a targeted field says.
     *
     * @return empty when it is not there, is empty, or has a fault: then it is as if it were not
     *     there (RFC 9213 section 2.1)
     */
    static Optional<CacheControl> directives(Fields fields, String name) {
        return fields.combined(name)
                .flatMap(Dictionary::parse)
                .map(Dictionary::members)
                .filter(members -> !members.isEmpty())
                .filter(members -> members.entrySet().stream().allMatch(Targeted::isTyped))
                .map(Targeted::control);
    }

    // A value of another type is not to be bent into the right one (RFC 9213 section 2.1).
    private static boolean isTyped(Map.Entry<String, Member> directive) {
        var name = directive.getKey();
        var value = directive.getValue();
        var set = value.equals(new Member(Kind.BOOLEAN, "true"));
        if (SECONDS.contains(name)) {
            return value.kind() == Kind.INTEGER;
        }
        if (FIELD_LISTS.contains(name)) {
            return set || value.kind() == Kind.STRING;
        }
        return set || !FLAGS.contains(name);
    }

    private static CacheControl control(Map<String, Member> members) {
        var directives = new HashMap<String, List<String>>();
        members.forEach((name, value) -> {
            var argument = value.kind() == Kind.BOOLEAN ? "" : value.text();
            directives.put(name, List.of(argument));
        });
        return new CacheControl(directives);
    }
}
