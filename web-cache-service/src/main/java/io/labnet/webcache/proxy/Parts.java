package io.labnet.webcache.proxy;

import io.labnet.trace.Trace;
import io.labnet.webcache.policy.Discretion;
import io.labnet.webcache.store.Flights;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.upstream.Upstream;
import java.time.Clock;

/**
 * What all exchanges share.
 *
 * @param pseudonym this proxy's name in Via; each proxy of a chain needs its own
 * @param discretion what this cache does where the RFCs leave it free
 */
public record Parts(
        String pseudonym,
        ClientLimits limits,
        Discretion discretion,
        ObjectStore store,
        Flights flights,
        Upstream upstream,
        Counts counts,
        Trace trace,
        Clock clock) {}
