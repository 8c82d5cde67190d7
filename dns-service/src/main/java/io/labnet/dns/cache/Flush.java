package io.labnet.dns.cache;

import io.labnet.dns.message.Question;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * What is to be forgotten: a name, with all that is below it or of one type alone. What denies the
 * name, there or above, goes too, for the question would otherwise be answered by that.
 *
 * @param type null for all types
 */
public record Flush(Name name, @Nullable Integer type, boolean isSubtree)
        implements Predicate<Question> {
    private static final int WHOLE_NAME = 0;

    @Override
    public boolean test(Question kept) {
        if (kept.type() == WHOLE_NAME && name.subdomain(kept.name())) {
            return true;
        }
        var isMeant = isSubtree ? kept.name().subdomain(name) : kept.name().equals(name);
        return isMeant && (type == null || type == kept.type());
    }
}
