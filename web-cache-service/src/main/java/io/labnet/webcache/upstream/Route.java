package io.labnet.webcache.upstream;

import java.net.InetSocketAddress;
import java.util.List;

/** Whether there is a way to a host. */
public sealed interface Route {
    /** Addresses to try in turn; at least one. */
    record Open(List<InetSocketAddress> addresses) implements Route {}

    /** None. */
    record Closed(FetchFailure failure) implements Route {}
}
