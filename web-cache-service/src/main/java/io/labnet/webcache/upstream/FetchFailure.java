package io.labnet.webcache.upstream;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;

/** Why no answer came from an origin: a status for the client, and plain words. */
public sealed interface FetchFailure {
    /** The name does not exist. */
    record NoSuchHost(String host) implements FetchFailure {}

    /** The name exists, but has no address. */
    record NoAddress(String host) implements FetchFailure {}

    /** The resolver could not tell. */
    record Unresolved(String host, String reason) implements FetchFailure {}

    /** This proxy does not go there. */
    record Forbidden(String where, String reason) implements FetchFailure {}

    /** The request would come back to this proxy. */
    record Loop(String where) implements FetchFailure {}

    /** No connection came about. */
    record Unreachable(String where, String reason) implements FetchFailure {}

    /** Whether there is anybody was not heard in time, so no connection came about. */
    record Unanswered(String where, Duration waited) implements FetchFailure {}

    /** It did not prove to be who it should be. */
    record Untrusted(String where, String name, String reason) implements FetchFailure {}

    /** An edge that should be asked first is there for others only. */
    record Unadmitted(String where) implements FetchFailure {}

    /** The origin said nothing for too long. */
    record Silent(String where, Duration waited) implements FetchFailure {}

    /** What the origin said is not HTTP, or not with one reading only. */
    record Garbled(String where, String reason) implements FetchFailure {}

    /** The connection ended before the answer did. */
    record BrokenOff(String where) implements FetchFailure {}

    /** Too much is going on here. */
    record Busy(String reason) implements FetchFailure {}

    /** It failed too often lately, and is left alone for a while. */
    record Resting(String where, Duration rest) implements FetchFailure {}

    /** All origins of a site are ill. */
    record AllIll(String site, Duration every) implements FetchFailure {}

    /**
     * Why connecting to an address failed.
     *
     * @param limit how long it might take
     */
    static FetchFailure unconnected(String where, Throwable cause, Duration limit) {
        return switch (cause) {
            case ConnectTimeoutException _ -> new Unanswered(where, limit);
            case ConnectException _ -> new Unreachable(where, "nobody listens there");
            default -> new Unreachable(where, String.valueOf(cause.getMessage()));
        };
    }

    /** Whether another address of the same name may be worth a try. */
    default boolean isOfTheAddress() {
        return this instanceof Unreachable || this instanceof Unanswered;
    }

    /** When asking again may help, for Retry-After (RFC 9110 section 10.2.3). */
    default Optional<Duration> retryAfter() {
        return switch (this) {
            case Resting(_, var after) -> Optional.of(after);
            case AllIll(_, var after) -> Optional.of(after);
            case NoSuchHost _, NoAddress _, Unresolved _, Forbidden _, Loop _ -> Optional.empty();
            case Unreachable _, Unanswered _, Untrusted _, Silent _ -> Optional.empty();
            case Unadmitted _, Garbled _, BrokenOff _, Busy _ -> Optional.empty();
        };
    }

    /** Whether it is the origin that failed, rather than this proxy that does not ask it. */
    default boolean isOfTheOrigin() {
        return switch (this) {
            case NoSuchHost _, NoAddress _, Unresolved _, Unreachable _, Untrusted _ -> true;
            case Unadmitted _, Unanswered _, Silent _, Garbled _, BrokenOff _ -> true;
            case Forbidden _, Loop _, Busy _, Resting _, AllIll _ -> false;
        };
    }

    /** The status for the client (RFC 9110 section 15.6; 508 of RFC 5842 section 7.2). */
    default int status() {
        return switch (this) {
            case Forbidden _ -> 403;
            case NoSuchHost _, NoAddress _, Unresolved _, Unreachable _, Untrusted _ -> 502;
            case Unadmitted _, Garbled _, BrokenOff _ -> 502;
            case Busy _, Resting _, AllIll _ -> 503;
            case Unanswered _, Silent _ -> 504;
            case Loop _ -> 508;
        };
    }

    /** One sentence for the client. */
    default String words() {
        return switch (this) {
            case NoSuchHost(var host) -> "no such host: " + host;
            case NoAddress(var host) -> "no address: the name " + host + " exists, but has none";
            case Unresolved(var host, var reason) ->
                    "the name " + host + " could not be looked up: " + reason;
            case Forbidden(var where, var reason) -> "no way to " + where + ": " + reason;
            case Loop(var where) -> "a loop: " + where + " is this proxy itself";
            case Unreachable(var where, var reason) -> "cannot connect to " + where + ": " + reason;
            case Unanswered(var where, var waited) ->
                    "cannot connect to " + where + ": it does not answer within " + seconds(waited);
            case Untrusted(var where, var name, var reason) ->
                    where + " did not prove to be " + name + ": " + reason;
            case Unadmitted(var where) -> where + " does not admit this proxy";
            case Silent(var where, var waited) ->
                    where + " did not answer within " + seconds(waited);
            case Garbled(var where, var reason) ->
                    where + " sent what cannot be passed on: " + reason;
            case BrokenOff(var where) -> where + " broke off before its answer was complete";
            case Busy(var reason) -> "too busy: " + reason;
            case Resting(var where, var after) ->
                    where + " failed too often; it is asked again in " + seconds(after);
            case AllIll(var site, var after) ->
                    "no origin of " + site + " is well; they are looked at every " + seconds(after);
        };
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
