package io.labnet.dns.registrar;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** Top-level domains in memory, which fall silent, or forget to reply, when they are told to. */
final class MemoryRegistry implements Registry {
    /** What goes wrong with the next update. */
    enum Mishap {
        NONE,
        /** It never arrives. */
        LOST,
        /** It is done, but its reply is lost. */
        UNANSWERED
    }

    private final Map<Name, Delegation> zones = new HashMap<>();
    private final Set<Name> own = new HashSet<>();
    private boolean silent;
    private Mishap mishap = Mishap.NONE;

    void fail(Mishap next) {
        mishap = next;
    }

    void beSilent(boolean isSilent) {
        silent = isSilent;
    }

    /** What somebody else puts there. */
    void set(Name domain, @Nullable Delegation delegation) {
        if (delegation == null) {
            zones.remove(domain);
        } else {
            zones.put(domain, delegation);
        }
    }

    void use(Name name) {
        own.add(name);
    }

    @Nullable Delegation get(Name domain) {
        return zones.get(domain);
    }

    @Override
    public Found look(Name domain) throws RegistryFault {
        if (silent) {
            throw new RegistryFault("com is silent");
        }
        var delegation = zones.get(domain);
        if (delegation != null) {
            return new Found.Delegated(delegation);
        }
        return own.contains(domain) ? new Found.Other() : new Found.Nothing();
    }

    @Override
    public boolean replace(Name domain, @Nullable Delegation before, @Nullable Delegation after)
            throws RegistryFault {
        var happens = mishap;
        mishap = Mishap.NONE;
        if (silent || happens == Mishap.LOST) {
            throw new RegistryFault("com is silent");
        }
        var there = zones.get(domain);
        var isAsExpected =
                before == null
                        ? there == null && !own.contains(domain)
                        : there != null && before.isSameAs(there);
        if (isAsExpected) {
            set(domain, after);
        }
        if (happens == Mishap.UNANSWERED) {
            throw new RegistryFault("com's reply is lost");
        }
        return isAsExpected;
    }
}
