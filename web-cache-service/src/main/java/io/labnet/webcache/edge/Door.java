package io.labnet.webcache.edge;

import io.labnet.webcache.message.Target;
import java.util.Optional;

/** Where a client came in, and so whom it may ask for there (RFC 9110 section 7.4). */
public sealed interface Door {
    /** A port of the forward proxy, with TLS or without: anybody may be asked for. */
    record OfTheProxy() implements Door {}

    /** A port of the edge without TLS: its sites, but for what wants TLS. */
    record OfTheEdge() implements Door {}

    /**
     * A connection over TLS, for whose beginning a certificate was shown.
     *
     * @param site whose certificate that was
     */
    record Secure(String site) implements Door {}

    /** Why this is not the place for a target, in words; empty when it is. */
    default Optional<String> misdirected(Target target, Sites sites) {
        if (this instanceof OfTheProxy) {
            return Optional.empty();
        }
        var site = sites.of(target.host());
        if (site.isEmpty()) {
            return Optional.of("there is no site " + target.host() + " here");
        }
        return switch (this) {
            case OfTheProxy _ -> Optional.empty();
            // RFC 9110 section 7.4: https is only for connections that a certificate has secured.
            case OfTheEdge _ when target.secure() ->
                    Optional.of("https://" + target.host() + " is not to be had without TLS");
            case OfTheEdge _ -> Optional.empty();
            // RFC 9113 section 9.1.2: whoever believes that one connection does for two sites.
            case Secure(var shown) when !shown.equals(site.get().name()) ->
                    Optional.of(
                            target.host()
                                    + " wants a connection of its own: this one is for site "
                                    + shown);
            case Secure _ -> Optional.empty();
        };
    }
}
