package io.labnet.dns.resolver;

import org.xbill.DNS.Name;

/**
 * What a zone's server is believed about (RFC 5452 section 6): the name that it was asked for, and
 * all of its zone but what a detour leaves to somebody else.
 */
record Bailiwick(Name zone, Name asked, Detours detours) {
    boolean contains(Name name) {
        return name.subdomain(zone)
                && (name.equals(asked) || detours.zoneOf(name).equals(detours.zoneOf(zone)));
    }
}
