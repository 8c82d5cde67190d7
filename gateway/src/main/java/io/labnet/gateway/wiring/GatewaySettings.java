package io.labnet.gateway.wiring;

import io.labnet.gateway.services.Service;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the gateway can be told; gateway.yml has the services of the embedded lab.
 *
 * @param services the services behind the gateway: name, noun, url; a URL with a host name stands
 *     for all instances that the name has addresses of
 * @param lookUpEvery the time between two looks at such a name
 * @param connectWithin the longest wait for a connection to a service
 * @param answerWithin the longest wait for the head of a service's answer, and then again for its
 *     body unless that is an event stream
 * @param bodyMax the largest request body that is let through
 * @param breakerOpenFor how long a service that did not answer is left alone
 */
@ConfigurationProperties("labnet.gateway")
public record GatewaySettings(
        List<Service> services,
        @DefaultValue("2s") Duration lookUpEvery,
        @DefaultValue("1s") Duration connectWithin,
        @DefaultValue("30s") Duration answerWithin,
        @DefaultValue("16MB") DataSize bodyMax,
        @DefaultValue("2s") Duration breakerOpenFor) {}
