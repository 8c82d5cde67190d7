package io.labnet.dns.registrar;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * What the register has about one domain.
 *
 * @param standing what was acknowledged; null when it is nobody's
 * @param underway what was begun and is not acknowledged yet; null when nothing is
 */
record Entry(Name domain, @Nullable Registration standing, @Nullable Underway underway) {
    /**
     * A change of the top-level domain's zone that may have been made or not.
     *
     * @param wanted null for a removal
     */
    record Underway(@Nullable Delegation wanted) {}

    static Entry settled(Name domain, @Nullable Registration standing) {
        return new Entry(domain, standing, null);
    }

    /** The same, with a change begun. */
    Entry towards(@Nullable Delegation wanted) {
        return new Entry(domain, standing, new Underway(wanted));
    }

    boolean isBlank() {
        return standing == null && underway == null;
    }
}
