package io.labnet.dns.wiring;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The registrar, which sells names below the top-level domains that are served here, and listens
 * for WHOIS where their servers are, at the lab's port: 43 plus {@code labnet.port-offset}.
 *
 * @param enabled false where this process is to sell none
 * @param domains below which names are for sale, where they are served here
 * @param tidyEvery the time between two looks for what has expired, or was left unfinished; 1 s or
 *     more
 */
@ConfigurationProperties("labnet.dns.registrar")
public record RegistrarSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue List<String> domains,
        @DefaultValue("1m") Duration tidyEvery) {
    public RegistrarSettings {
        if (tidyEvery.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "labnet.dns.registrar.tidy-every is " + tidyEvery + ", but must be 1s or more");
        }
    }
}
