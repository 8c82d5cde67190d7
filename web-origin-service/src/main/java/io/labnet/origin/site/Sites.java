package io.labnet.origin.site;

import io.labnet.origin.message.Authority;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All virtual hosts: those of the settings, and those whose folders appear while the server runs.
 */
public final class Sites {
    private final List<Site> known;
    private final Map<String, Site> byHost = new HashMap<>();
    private final Function<String, @Nullable Site> found;

    /**
     * Sites to choose from.
     *
     * @param known at least one; the first answers clients that name no host
     * @param found a site by a valid host name that is not among the known; null when there is none
     * @throws IllegalArgumentException when two sites share a name
     */
    public Sites(List<Site> known, Function<String, @Nullable Site> found) {
        if (known.isEmpty()) {
            throw new IllegalArgumentException("A web server needs one site at least");
        }
        this.known = List.copyOf(known);
        this.found = found;
        for (var site : known) {
            name(site.name(), site);
            site.aliases().forEach(alias -> name(alias, site));
        }
    }

    private void name(String host, Site site) {
        var other = byHost.put(host.toLowerCase(Locale.ROOT), site);
        if (other != null) {
            throw new IllegalArgumentException(
                    host + " names two sites: " + other.name() + " and " + site.name());
        }
    }

    /** The sites of the settings, in their order. */
    public List<Site> known() {
        return known;
    }

    /** The site under this name or alias, in lower case; null when there is none. */
    public @Nullable Site of(String host) {
        var site = byHost.get(host);
        if (site != null) {
            return site;
        }
        return Authority.isHostName(host) ? found.apply(host) : null;
    }

    /**
     * The site for a client that names no host, which HTTP/1.0 allows.
     *
     * @param address the address that the client connected to
     */
    public Site byAddress(String address) {
        return byHost.getOrDefault(address, known.getFirst());
    }
}
