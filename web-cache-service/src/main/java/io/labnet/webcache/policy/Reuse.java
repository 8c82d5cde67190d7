package io.labnet.webcache.policy;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a stored response is worth to a request (RFC 9111 section 4). */
public sealed interface Reuse {
    /** It answers the request as it is. */
    record Serve(Freshness freshness, Reason reason) implements Reuse {}

    /** It answers the request, stale as it is, while the origin is asked whether it still holds. */
    record ServeWhileRevalidating(Freshness freshness, Reason reason) implements Reuse {}

    /** The origin must be asked first whether it still holds. */
    record Validate(Forward why, Reason reason) implements Reuse {}

    /** It is not for this client; the origin must answer in full. */
    record Withhold(Forward why, Reason reason) implements Reuse {}

    static Reuse judge(Request request, Received stored, Instant now) {
        var terms = stored.terms();
        var freshness = Freshness.of(stored, now);
        if (!isFor(request, stored)) {
            return new Withhold(
                    Forward.REQUEST,
                    Reason.caching("the request is authorized, and this is not for all", "3.5"));
        }
        if (terms.isNoCache()) {
            return new Validate(
                    Forward.STALE, Reason.caching("no-cache: validated at each use", "5.2.2.4"));
        }
        var wish = wishForValidation(request, terms, freshness);
        if (wish.isPresent()) {
            return new Validate(Forward.REQUEST, wish.get());
        }
        if (freshness.isFresh()) {
            return new Serve(freshness, Reason.caching("fresh", "4.2"));
        }
        return stale(request.cacheControl(), terms, freshness);
    }

    private static Reuse stale(CacheControl wishes, Terms terms, Freshness freshness) {
        if (terms.forbidsStale()) {
            return new Validate(
                    Forward.STALE, Reason.caching("stale, and must not be used so", "4.2.4"));
        }
        var staleness = freshness.ttl().negated();
        if (isWithin(staleness, terms.control().seconds("stale-while-revalidate"))) {
            return new ServeWhileRevalidating(
                    freshness, new Reason("stale-while-revalidate", "RFC 5861 section 3"));
        }
        // RFC 9111 section 5.2.1.2: without a number any staleness will do.
        if (wishes.hasBare("max-stale") || isWithin(staleness, wishes.seconds("max-stale"))) {
            return new Serve(
                    freshness, Reason.caching("stale, which the client accepts", "5.2.1.2"));
        }
        return new Validate(Forward.STALE, Reason.caching("stale", "4.2.4"));
    }

    /**
     * Whether it may be used for who asks: what was stored for everybody without an account is
     * nothing for somebody with one, who may see more.
     */
    static boolean isFor(Request request, Received stored) {
        return !request.fields().has("Authorization")
                || Storability.isForAll(stored.terms().control());
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
        var terms = stored.terms();
        var staleness = Freshness.of(stored, now).ttl().negated();
        var allowed =
                terms.control()
                        .seconds("stale-if-error")
                        .or(() -> request.cacheControl().seconds("stale-if-error"))
                        .or(() -> Optional.of(unlessSaid).filter(time -> !time.isZero()));
        return !terms.forbidsStale() && isWithin(staleness, allowed);
    }

    private static boolean isWithin(Duration staleness, Optional<Duration> allowed) {
        return allowed.filter(most -> staleness.compareTo(most) <= 0).isPresent();
    }

    private static Optional<Reason> wishForValidation(
            Request request, Terms terms, Freshness freshness) {
        var wishes = request.cacheControl();
        if (wishes.has("no-cache")) {
            return wish("no-cache", "5.2.1.4");
        }
        var pragma = request.fields().members("Pragma");
        if (wishes.directives().isEmpty() && pragma.contains("no-cache")) {
            return wish("Pragma: no-cache", "5.4");
        }
        // RFC 8246 section 2: a mere reload learns nothing from asking what does not change.
        var asksInVain = terms.control().has("immutable") && freshness.isFresh();
        if (!asksInVain && isTooOld(freshness, wishes)) {
            return wish("max-age", "5.2.1.1");
        }
        return wishes.seconds("min-fresh")
                .filter(least -> freshness.ttl().compareTo(least) < 0)
                .flatMap(least -> wish("min-fresh", "5.2.1.3"));
    }

    private static Optional<Reason> wish(String directive, String section) {
        return Optional.of(Reason.caching("the client wants it validated: " + directive, section));
    }

    private static boolean isTooOld(Freshness freshness, CacheControl wishes) {
        return wishes.seconds("max-age")
                .filter(most -> freshness.age().compareTo(most) > 0 || most.isZero())
                .isPresent();
    }
}
