package io.labnet.gateway.services;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the gateway last saw of a service.
 *
 * @param name such as {@code dns-service}
 * @param noun its place in REST paths
 * @param url where its REST API listens
 * @param state how it is doing
 * @param since when the gateway first saw it in this state
 * @param switchable whether this lab can stop and start it
 * @param counters its own counters, those of several instances added up; empty when it does not
 *     answer
 * @param instances each of several; left out where there is one
 */
public record ServiceStatus(
        String name,
        String noun,
        URI url,
        ServiceState state,
        Instant since,
        boolean switchable,
        Map<String, Double> counters,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InstanceStatus> instances) {}
