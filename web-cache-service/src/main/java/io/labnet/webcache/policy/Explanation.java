package io.labnet.webcache.policy;

import io.labnet.webcache.message.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was decided about a stored response, and why, in words.
 *
 * @param reasons each with the rule that it stands on, the first question first
 */
public record Explanation(List<Reason> reasons) {
    public Explanation {
        reasons = List.copyOf(reasons);
    }

    /**
     * Why it is fresh or stale now, and what that allows.
     *
     * @param now the time of asking
     */
    public static Explanation of(Received stored, Instant now) {
        var terms = stored.terms();
        var freshness = Freshness.of(stored, now);
        var reasons = new ArrayList<Reason>();
        if (!terms.field().equals(Terms.CACHE_CONTROL)) {
            var words = terms.field() + " speaks, and not Cache-Control and Expires";
            reasons.add(new Reason(words, "RFC 9213 section 2.2"));
        }
        if (stored.ended().equals(Instant.MAX)) {
            reasons.add(lifetime(terms.lifetime(), freshness));
        } else {
            reasons.add(new Reason("made stale by a purge", "this cache's admin"));
        }
        reasons.add(Reason.caching(age(freshness), "4.2.3"));
        reasons.add(Reason.caching(state(freshness), "4.2"));
        if (!terms.notKept().isEmpty()) {
            var words = "kept without " + String.join(", ", terms.notKept());
            reasons.add(Reason.caching(words, "5.2.2"));
        }
        bounds(terms, reasons);
        return new Explanation(reasons);
    }

    /** The same, and what it means for a request. */
    public static Explanation of(Request request, Received stored, Instant now) {
        var reasons = new ArrayList<>(of(stored, now).reasons);
        reasons.add(
                switch (Reuse.judge(request, stored, now)) {
                    case Reuse.Serve(_, var why) -> told("served", why);
                    case Reuse.ServeWhileRevalidating(_, var why) ->
                            told("served while it is validated", why);
                    case Reuse.Validate(_, var why) -> told("validated first", why);
                    case Reuse.Withhold(_, var why) -> told("not used", why);
                });
        return new Explanation(reasons);
    }

    /** Whether an answer may be kept, and why. */
    public static Explanation ofStoring(Request request, Received received) {
        return new Explanation(
                List.of(
                        switch (Storability.judge(request, received)) {
                            case Storability.Storable(var why) -> told("kept", why);
                            case Storability.Unstorable(var why) -> told("not kept", why);
                        }));
    }

    private static Reason told(String outcome, Reason why) {
        return new Reason(outcome + ": " + why.words(), why.source());
    }

    private static Reason lifetime(Lifetime lifetime, Freshness freshness) {
        var seconds = freshness.lifetime().toSeconds();
        return told("good for " + seconds + " s from its making", lifetime.reason());
    }

    private static String age(Freshness freshness) {
        return "made " + freshness.age().toSeconds() + " s ago";
    }

    private static String state(Freshness freshness) {
        return freshness.isFresh()
                ? "fresh for " + freshness.ttl().toSeconds() + " s more"
                : "stale for " + freshness.ttl().negated().toSeconds() + " s";
    }

    private static void bounds(Terms terms, List<Reason> reasons) {
        if (terms.isNoCache()) {
            reasons.add(Reason.caching("no-cache: validated at each use", "5.2.2.4"));
        } else if (terms.forbidsStale()) {
            reasons.add(Reason.caching("must not be used stale", "4.2.4"));
        } else {
            bound(terms, "stale-while-revalidate", "3", reasons);
            bound(terms, "stale-if-error", "4", reasons);
        }
    }

    private static void bound(Terms terms, String directive, String section, List<Reason> to) {
        terms.control()
                .seconds(directive)
                .map(limit -> directive + " for " + limit.toSeconds() + " s")
                .ifPresent(words -> to.add(new Reason(words, "RFC 5861 section " + section)));
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        return reasons.stream().map(Reason::toString).collect(Collectors.joining("; "));
    }
}
