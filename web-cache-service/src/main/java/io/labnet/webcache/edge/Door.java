package io.labnet.webcache.edge;

import io.labnet.webcache.admission.Admission;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Target;
import java.util.Optional;
import java.util.Set;

/** Where a client came in, and so whom it may ask for there (RFC 9110 section 7.4). */
public sealed interface Door {
    /** What is asked of the proxy itself, whatever it is about. */
    Set<String> OF_THE_PROXY = Set.of("CONNECT", Admission.PURGE);

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

    /** A port that wants TLS, on a connection without: nobody is heard there. */
    record Astray() implements Door {}

    /**
     * Whether a request is a visit to a site, as to any web server (RFC 9110 section 3.7: to its
     * client a gateway is an origin), and no use of the proxy.
     */
    default boolean isVisit(Request request, Sites sites) {
        return switch (this) {
            case OfTheEdge _, Secure _, Astray _ -> true;
            case OfTheProxy _ ->
                    !OF_THE_PROXY.contains(request.method())
                            && sites.of(request.target().host()).isPresent();
        };
    }

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
            case Astray _ -> Optional.of("nothing is to be had here without TLS");
        };
    }
}
