package io.labnet.mail.store;

import java.time.Instant;
import java.util.Set;

/**
 * What a courier asks the queue for.
 *
 * @param servers the hosts for which it can call
 * @param expired what was queued by then is given up: anybody may do that, whatever its server
 * @param butDomains recipients there are left out
 */
public record Round(
        Instant now, Set<String> servers, Instant expired, Set<String> butDomains, int countMax) {
    public Round {
        servers = Set.copyOf(servers);
        butDomains = Set.copyOf(butDomains);
    }
}
