package io.labnet.webcache.upstream;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Target;
import io.netty.util.NetUtil;
import java.util.ArrayList;
import java.util.Optional;

/** One of the places where the answer to a request can be had. */
sealed interface Way {
    Target address();

    /** The request as this place gets it. */
    Request outgoing(Request request);

    /** The origin that the request's URI names. */
    record Named(Target address) implements Way {
        @Override
        public Request outgoing(Request request) {
            return request;
        }
    }

    /**
     * An origin of a site, chosen by whoever runs this edge.
     *
     * @param host the Host field that it gets; empty to keep the client's
     */
    record Pooled(Target address, Optional<String> host) implements Way {
        @Override
        public Request outgoing(Request request) {
            return host.map(name -> request.with(hosted(request.fields(), name))).orElse(request);
        }

        // It comes first (RFC 9110 section 7.2).
        private static Fields hosted(Fields fields, String name) {
            var lines = new ArrayList<>(Fields.of("Host", name).lines());
            lines.addAll(fields.without("Host").lines());
            return new Fields(lines);
        }
    }

    /**
     * Another edge, asked as a proxy is.
     *
     * @param edge by what name all edges know it
     */
    record Sibling(String edge, Target address) implements Way {
        @Override
        public Request outgoing(Request request) {
            return request;
        }
    }

    /** The name that it must prove to have, over TLS; empty for a way without. */
    default Optional<String> provenName(Request request) {
        if (!address().secure()) {
            return Optional.empty();
        }
        return switch (this) {
            case Named(var address) -> Optional.of(address.host());
            // Wherever it is: it is asked for what it owns by this name.
            case Sibling(var edge, _) -> Optional.of(edge);
            // Where an address is all that is known of it, it must be who it speaks for.
            case Pooled(var address, var host) ->
                    Optional.of(
                            isAddress(address.host())
                                    ? host.flatMap(Target::place).orElse(request.target()).host()
                                    : address.host());
        };
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || NetUtil.isValidIpV4Address(host);
    }

    /** The name under which all requests to this place are counted. */
    default String name() {
        return address().host() + ":" + address().port();
    }

    /** Whether the fence around the lab holds here: what clients name is not what admins chose. */
    default boolean isFenced() {
        return this instanceof Named;
    }
}
