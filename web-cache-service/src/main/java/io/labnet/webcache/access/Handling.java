package io.labnet.webcache.access;

import io.labnet.webcache.policy.CacheStatus;
import java.time.Duration;

/**
 * How the cache handled a request, read back from what it told the client (RFC 9211 section 2).
 *
 * @param originStatus what the origin answered, if Cache-Status says so; 0 otherwise
 * @param collapsed whether another client's fetch was waited for
 * @param standsIn whether a stale response stood in for a failing origin
 */
public record Handling(Outcome outcome, int originStatus, boolean collapsed, boolean standsIn) {
    private static final String PLAIN_HIT = CacheStatus.hit(Duration.ZERO).replace("0", "");
    private static final Handling HIT = new Handling(Outcome.HIT, 0, false, false);
    static final Handling OWN = new Handling(Outcome.OWN, 0, false, false);
    static final Handling TUNNEL = new Handling(Outcome.TUNNEL, 0, false, false);

    /** Reads the cache's own member of Cache-Status; what it does not say is not so. */
    static Handling of(String cacheStatus) {
        // What is said most often needs not be taken apart.
        if (cacheStatus.startsWith(PLAIN_HIT) && cacheStatus.indexOf(';', PLAIN_HIT.length()) < 0) {
            return HIT;
        }
        var handling = OWN;
        for (var parameter : cacheStatus.split(";", -1)) {
            handling = handling.with(parameter.strip());
        }
        return handling;
    }

    private Handling with(String parameter) {
        var equals = parameter.indexOf('=');
        var value = equals < 0 ? "" : parameter.substring(equals + 1);
        return switch (equals < 0 ? parameter : parameter.substring(0, equals)) {
            case "hit" -> new Handling(Outcome.HIT, originStatus, collapsed, standsIn);
            case "fwd" -> new Handling(Outcome.forwarded(value), originStatus, collapsed, standsIn);
            case "fwd-status" -> new Handling(outcome, status(value), collapsed, standsIn);
            case "collapsed" -> new Handling(outcome, originStatus, true, standsIn);
            case "detail" ->
                    new Handling(
                            outcome, originStatus, collapsed, value.startsWith("stale-if-error"));
            default -> this;
        };
    }

    private static int status(String digits) {
        return digits.matches("[1-5]\\d\\d") ? Integer.parseInt(digits) : 0;
    }

    /** Whether the content came out of the store, so that no link to an origin carried it. */
    public boolean isFromStore() {
        return outcome == Outcome.HIT || collapsed || standsIn || originStatus == 304;
    }

    /** Whether the cache had a part in it: neither a tunnel nor the proxy's own words. */
    public boolean isOfTheCache() {
        return outcome != Outcome.OWN && outcome != Outcome.TUNNEL;
    }

    /** Whether an origin was asked. */
    public boolean isForwarded() {
        return outcome == Outcome.TUNNEL
                || (isOfTheCache() && outcome != Outcome.HIT && !collapsed);
    }
}
