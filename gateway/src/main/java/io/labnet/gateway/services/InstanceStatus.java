package io.labnet.gateway.services;

import java.time.Instant;
import java.util.Map;

/**
 * What the gateway last saw of one instance.
 *
 * @param address its IP address
 * @param state how it is doing
 * @param since when the gateway first saw it in this state
 * @param counters its own counters; empty when it does not answer
 */
public record InstanceStatus(
        String address, ServiceState state, Instant since, Map<String, Double> counters) {}
