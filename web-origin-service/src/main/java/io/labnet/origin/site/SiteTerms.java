package io.labnet.origin.site;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The terms on which each site keeps connections; they may change while it is served. Safe for many
 * threads.
 */
public final class SiteTerms {
    private final Sites sites;
    private final Terms usual;
    private final ConcurrentHashMap<String, Terms> own;

    /**
     * Terms to look up.
     *
     * @param usual those of every site that has none of its own
     * @param own by the site's name
     */
    public SiteTerms(Sites sites, Terms usual, Map<String, Terms> own) {
        this.sites = sites;
        this.usual = usual;
        this.own = new ConcurrentHashMap<>(own);
    }

    public Terms usual() {
        return usual;
    }

    /** Whether no site has terms of its own, so that nobody needs to know which site is meant. */
    public boolean areUsual() {
        return own.isEmpty();
    }

    public Terms of(Site site) {
        return own.getOrDefault(site.name(), usual);
    }

    /**
     * The terms of the site that a request means.
     *
     * @param host null when it names none
     * @param address the address that the client connected to
     */
    public Terms of(@Nullable String host, String address) {
        var site = host == null ? sites.byAddress(address) : sites.of(host);
        return site == null ? usual : of(site);
    }

    /** From the next request on. */
    public void change(Site site, Terms terms) {
        if (terms.equals(usual)) {
            own.remove(site.name());
        } else {
            own.put(site.name(), terms);
        }
    }
}
