package io.labnet.dns.resolver;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;

/** All detours, by domain. */
final class Detours {
    private final Map<Name, List<Detour>> byZone;

    /**
     * Puts detours in order.
     *
     * @throws IllegalArgumentException when a domain is both a forward and a stub zone
     */
    Detours(List<Detour> detours) {
        this.byZone = detours.stream().collect(Collectors.groupingBy(Detour::zone));
        byZone.forEach((zone, same) -> {
            if (same.stream().map(Detour::isForward).distinct().count() > 1) {
                throw new IllegalArgumentException(
                        zone + " is a forward and a stub zone: it can only be one");
            }
        });
    }

    /** The deepest domain with a detour that a name is part of; the root where there is none. */
    Name zoneOf(Name name) {
        if (byZone.isEmpty()) {
            return Name.root;
        }
        for (int above = 0; above < name.labels(); above++) {
            var zone = new Name(name, above);
            if (byZone.containsKey(zone)) {
                return zone;
            }
        }
        return Name.root;
    }

    boolean isForward(Name zone) {
        return byZone.getOrDefault(zone, List.of()).stream().anyMatch(Detour::isForward);
    }

    /** Whom to ask about a domain; empty when there is no detour for it. */
    List<NameServer> servers(Name zone) {
        return byZone.getOrDefault(zone, List.of()).stream().map(Detour::nameServer).toList();
    }
}
