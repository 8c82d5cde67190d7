package io.labnet.dns.registrar;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** The zones of the top-level domains, as their name servers keep them. */
public interface Registry {
    /** What stands at a name there. */
    sealed interface Found {
        /** Nothing. */
        record Nothing() implements Found {}

        /** Somebody's domain. */
        record Delegated(Delegation delegation) implements Found {}

        /** Something that is no delegation; the domain's own. */
        record Other() implements Found {}
    }

    /** Asks for a name. */
    Found look(Name domain) throws RegistryFault;

    /**
     * Puts one delegation in another's place, all of it or nothing.
     *
     * @param before what must stand there; null where the name must not be in use
     * @param after what is to stand there; null for nothing
     * @return false when something else stands there than {@code before}; then nothing was changed
     * @throws RegistryFault when it is not known whether it was done, or it was refused
     */
    boolean replace(Name domain, @Nullable Delegation before, @Nullable Delegation after)
            throws RegistryFault;
}
