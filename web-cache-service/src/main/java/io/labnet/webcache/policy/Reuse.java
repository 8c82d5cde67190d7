package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a stored response is worth to a request (RFC 9111 section 4). */
public sealed interface Reuse {
    /** It answers the request as it is. */
    record Serve(Freshness freshness) implements Reuse {}

    /** The origin must be asked first whether it still holds. */
    record Validate(Forward why) implements Reuse {}

    /** It is not for this client; the origin must answer in full. */
    record Withhold(Forward why) implements Reuse {}

    static Reuse judge(Request request, Received stored, Instant now) {
        var wishes = request.cacheControl();
        var terms = stored.response().cacheControl();
        var freshness = Freshness.of(stored, now);
        if (request.fields().has("Authorization") && !Storability.isForAll(terms)) {
            // Stored for everybody without an account: the one with an account may see more.
            return new Withhold(Forward.REQUEST);
        }
        if (terms.has("no-cache")) {
            // RFC 9111 section 5.2.2.4; the form that lists fields is taken as the whole.
            return new Validate(Forward.STALE);
        }
        if (asksForValidation(request, wishes, freshness)) {
            return new Validate(Forward.REQUEST);
        }
        if (freshness.isFresh() || acceptsStale(wishes, terms, freshness)) {
            return new Serve(freshness);
        }
        return new Validate(Forward.STALE);
    }

    /**
     * Whether it may stand in when the origin fails (RFC 5861 section 4).
     *
     * <p>RFC 9111 section 4.2.4 allows it whenever the origin cannot be reached; we want somebody
     * to have said for how long.
     */
    static boolean standsInForError(Request request, Received stored, Instant now) {
        return standsInForError(request, stored, now, Duration.ZERO);
    }

    /**
     * Whether it may stand in when the origin fails, if need be because this cache is set so (RFC
     * 9111 section 4.2.4).
     *
     * @param unlessSaid how long past its freshness, where nobody says; zero for not at all
     */
    static boolean standsInForError(
            Request request, Received stored, Instant now, Duration unlessSaid) {
        var terms = stored.response().cacheControl();
        var staleness = Freshness.of(stored, now).ttl().negated();
        return !forbidsStale(terms)
                && terms.seconds("stale-if-error")
                        .or(() -> request.cacheControl().seconds("stale-if-error"))
                        .or(() -> Optional.of(unlessSaid).filter(time -> !time.isZero()))
                        .filter(allowed -> staleness.compareTo(allowed) <= 0)
                        .isPresent();
    }

    private static boolean asksForValidation(
            Request request, CacheControl wishes, Freshness freshness) {
        // RFC 9111 section 5.2.1.4, and for HTTP/1.0 clients section 5.4.
        var pragma = wishes.directives().isEmpty() && request.fields().has("Pragma");
        return wishes.has("no-cache")
                || (pragma && request.fields().members("Pragma").contains("no-cache"))
                // RFC 9111 section 5.2.1.1
                || wishes.seconds("max-age")
                        .filter(most -> freshness.age().compareTo(most) > 0 || most.isZero())
                        .isPresent()
                // RFC 9111 section 5.2.1.3
                || wishes.seconds("min-fresh")
                        .filter(least -> freshness.ttl().compareTo(least) < 0)
                        .isPresent();
    }

    // RFC 9111 section 5.2.1.2: without a number any staleness will do.
    private static boolean acceptsStale(
            CacheControl wishes, CacheControl terms, Freshness freshness) {
        if (!wishes.has("max-stale") || forbidsStale(terms)) {
            return false;
        }
        var limit = wishes.seconds("max-stale").orElse(Duration.ZERO);
        return "".equals(wishes.directives().get("max-stale"))
                || freshness.ttl().negated().compareTo(limit) <= 0;
    }

    // RFC 9111 sections 5.2.2.2, 5.2.2.4, 5.2.2.8 and 5.2.2.10
    private static boolean forbidsStale(CacheControl terms) {
        return terms.has("must-revalidate")
                || terms.has("proxy-revalidate")
                || terms.has("s-maxage")
                || terms.has("no-cache");
    }
}
