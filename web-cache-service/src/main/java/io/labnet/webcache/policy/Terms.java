package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.HttpDate;
import io.labnet.webcache.message.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * On what terms a response may be kept and used: read once, when it comes.
 *
 * @param field the field that speaks to this cache: Cache-Control, or one that is targeted at it
 * @param date when its origin made it
 */
public record Terms(String field, CacheControl control, Instant date, Lifetime lifetime) {
    static final String CACHE_CONTROL = "Cache-Control";

    // RFC 9111 section 4.2.2: "a typical setting of this fraction might be 10%".
    private static final int HEURISTIC_FRACTION = 10;
    private static final Duration HEURISTIC_MAX = Duration.ofDays(1);

    // Without them the rest is not what was said: then a list of fields is taken as the whole.
    private static final List<String> INDISPENSABLE =
            List.of(
                    "age",
                    "cache-control",
                    "content-encoding",
                    "content-length",
                    "content-range",
                    "content-type",
                    "date",
                    "expires",
                    "vary");

    /**
     * Reads them.
     *
     * @param received when the response came
     */
    public static Terms of(Response response, Instant received, Discretion discretion) {
        var fields = response.fields();
        var date = date(fields, received);
        for (var target : discretion.targets()) {
            var targeted = Targeted.directives(fields, target);
            if (targeted.isPresent()) {
                // RFC 9213 section 2.2: Cache-Control and Expires are not looked at then.
                var plain = response.with(fields.without("Expires"));
                var lifetime = lifetime(plain, targeted.get(), date, discretion);
                return new Terms(target, targeted.get(), date, lifetime);
            }
        }
        var control = response.cacheControl();
        var lifetime = lifetime(response, control, date, discretion);
        return new Terms(CACHE_CONTROL, control, date, lifetime);
    }

    /** Whether the whole response is for one user alone (RFC 9111 section 5.2.2.7). */
    boolean isPrivate() {
        return isWhole("private");
    }

    /** Whether it must be validated before every use (RFC 9111 section 5.2.2.4). */
    boolean isNoCache() {
        return isWhole("no-cache");
    }

    /** The fields, in small letters, that must not be kept, though the rest may. */
    Set<String> notKept() {
        var names = new TreeSet<String>();
        for (var directive : List.of("private", "no-cache")) {
            if (!isWhole(directive)) {
                names.addAll(control.fieldNames(directive));
            }
        }
        return names;
    }

    /** Whether it must not be used stale, whoever would like to (RFC 9111 section 4.2.4). */
    boolean forbidsStale() {
        // RFC 9111 sections 5.2.2.2, 5.2.2.8 and 5.2.2.10
        return control.has("must-revalidate")
                || control.has("proxy-revalidate")
                || control.has("s-maxage")
                || isNoCache();
    }

    private boolean isWhole(String directive) {
        if (!control.has(directive)) {
            return false;
        }
        var names = control.fieldNames(directive);
        return names.isEmpty() || INDISPENSABLE.stream().anyMatch(names::contains);
    }

    // RFC 9110 section 6.6.1: one that is missing, or cannot be read, is when it came.
    private static Instant date(Fields fields, Instant received) {
        var said = Set.copyOf(fields.all("Date"));
        return said.size() == 1
                ? HttpDate.parse(said.iterator().next(), received).orElse(received)
                : received;
    }

    // The first that is there counts, in this order (RFC 9111 section 4.2.1).
    private static Lifetime lifetime(
            Response response, CacheControl control, Instant date, Discretion discretion) {
        var shared = control.seconds("s-maxage");
        if (shared.isPresent()) {
            return new Lifetime(shared.get(), Lifetime.Source.S_MAXAGE);
        }
        var most = control.seconds("max-age");
        if (most.isPresent()) {
            return new Lifetime(most.get(), Lifetime.Source.MAX_AGE);
        }
        if (response.fields().has("Expires")) {
            return new Lifetime(untilExpires(response.fields(), date), Lifetime.Source.EXPIRES);
        }
        return heuristic(response, control, date, discretion);
    }

    // A date that cannot be read, "0" above all, is in the past (RFC 9111 section 5.3); so are two
    // that differ (section 4.2.1).
    private static Duration untilExpires(Fields fields, Instant date) {
        var said = new HashSet<>(fields.all("Expires"));
        return said.size() > 1
                ? Duration.ZERO
                : HttpDate.parse(said.iterator().next(), date)
                        .map(expires -> Freshness.atLeastZero(date, expires))
                        .orElse(Duration.ZERO);
    }

    // What has not changed for long will hardly change now (RFC 9111 section 4.2.2).
    private static Lifetime heuristic(
            Response response, CacheControl control, Instant date, Discretion discretion) {
        var status = response.status();
        if (!Storability.isHeuristicallyCacheable(status) && !control.has("public")) {
            return Lifetime.NONE;
        }
        var modified =
                response.fields().first("Last-Modified").flatMap(t -> HttpDate.parse(t, date));
        if (modified.isPresent()) {
            var guess = Freshness.atLeastZero(modified.get(), date).dividedBy(HEURISTIC_FRACTION);
            var bounded = guess.compareTo(HEURISTIC_MAX) < 0 ? guess : HEURISTIC_MAX;
            return new Lifetime(bounded, Lifetime.Source.LAST_MODIFIED);
        }
        return status >= 400 && discretion.negative().isPositive()
                ? new Lifetime(discretion.negative(), Lifetime.Source.NEGATIVE)
                : Lifetime.NONE;
    }
}
