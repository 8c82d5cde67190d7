package io.labnet.dns.registrar;

import io.labnet.dns.message.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/**
 * Sells names below the top-level domains, one wish at a time.
 *
 * <p>Each change is noted on disk before the top-level domain is asked for it, and again when that
 * has done it; only then is it acknowledged. What was begun and never acknowledged, because of a
 * crash or of silence, is undone before anything else happens to the name.
 */
public final class Registrar implements AutoCloseable {
    /** The most domains that can be registered. */
    public static final int DOMAINS_MAX = 10_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    private final Register register;
    private final Registry registry;
    private final List<Name> forSale;
    private final Clock clock;
    private final ReentrantLock desk = new ReentrantLock(true);

    /**
     * A registrar.
     *
     * @param forSale the top-level domains below which it sells names
     */
    public Registrar(Register register, Registry registry, List<Name> forSale, Clock clock) {
        this.register = register;
        this.registry = registry;
        this.forSale = List.copyOf(forSale);
        this.clock = clock;
    }

    /** The top-level domains below which names are for sale. */
    public List<Name> forSale() {
        return forSale;
    }

    /** All registrations, in canonical order of their names. */
    public List<Registration> all() {
        var all = new ArrayList<Registration>();
        for (var entry : register.all()) {
            if (entry.standing() != null) {
                all.add(entry.standing());
            }
        }
        return all;
    }

    /** How many domains are registered, or are about to be. */
    public int size() {
        return register.size();
    }

    /** The registration of one domain; null when there is none here. */
    public @Nullable Registration find(Name domain) {
        return register.find(domain).standing();
    }

    /** A name server of a registered domain, with its addresses where it has some. */
    public @Nullable Host host(Name name) {
        Host found = null;
        for (var registration : all()) {
            for (var host : registration.delegation().hosts()) {
                if (host.name().equals(name) && (found == null || found.addresses().isEmpty())) {
                    found = host;
                }
            }
        }
        return found;
    }

    /**
     * Whose a domain is. What is not in the register is asked of the top-level domain.
     *
     * @param domain one label below a domain for sale
     */
    public Holding holding(Name domain) {
        var standing = find(domain);
        if (standing != null) {
            return new Holding.Registered(standing);
        }
        try {
            return switch (registry.look(domain)) {
                case Registry.Found.Nothing() -> new Holding.Free();
                case Registry.Found.Delegated(var delegation) -> new Holding.Elsewhere(delegation);
                case Registry.Found.Other() -> new Holding.InUse();
            };
        } catch (RegistryFault fault) {
            return new Holding.Unknown(fault.reason());
        }
    }

    /** Something that is done at the desk. */
    private interface Work {
        Outcome work(Instant now) throws RegistryFault;
    }

    private Outcome atDesk(Work work) {
        try {
            if (!desk.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome.Unavailable("Too many are before you; try again.");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Outcome.Unavailable("The registrar is closing.");
        }
        try {
            return work.work(clock.instant());
        } catch (RegistryFault fault) {
            LOG.warn("A wish for a domain failed: {}", fault.reason(), fault);
            return new Outcome.Unavailable(fault.reason());
        } catch (UncheckedIOException unwritten) {
            LOG.error("The register cannot be kept", unwritten);
            return new Outcome.Unavailable("The register cannot be written; the log says why.");
        } finally {
            desk.unlock();
        }
    }

    /** Registers a domain that nobody has. */
    public Outcome register(Application application) {
        return atDesk(now -> register(application, now));
    }

    private Outcome register(Application application, Instant now) throws RegistryFault {
        var delegation = application.delegation();
        var domain = delegation.domain();
        var entry = settled(domain);
        if (entry.standing() != null) {
            var until = entry.standing().expires();
            return new Outcome.Taken(Names.text(domain) + " is registered until " + until + ".");
        }
        if (register.size() >= DOMAINS_MAX) {
            return new Outcome.Full(DOMAINS_MAX);
        }
        var faults = strangers(delegation);
        if (!faults.isEmpty()) {
            return new Outcome.Bad(faults);
        }
        register.put(entry.towards(delegation));
        if (!registry.replace(domain, null, delegation)) {
            register.put(entry);
            return new Outcome.Taken(
                    Names.text(domain) + " is taken: its top-level domain has it already.");
        }
        return done(Registration.of(application, now));
    }

    /** Changes what a domain is delegated to, whose it is, or whether it is locked. */
    public Outcome amend(Name domain, Amendment amendment) {
        return atDesk(now -> {
            var entry = settled(domain);
            return entry.standing() == null
                    ? unregistered(domain)
                    : amend(entry, entry.standing(), amendment, now);
        });
    }

    private Outcome amend(Entry entry, Registration standing, Amendment amendment, Instant now)
            throws RegistryFault {
        var owner = amendment.registrant() == null ? standing.registrant() : amendment.registrant();
        if (standing.transferLock() && !owner.equals(standing.registrant())) {
            return new Outcome.Refused(
                    Names.text(entry.domain())
                            + " is locked against transfers: take the lock away first.");
        }
        var wanted = amendment.of(standing.delegation());
        var faults = new ArrayList<>(DelegationRules.faults(wanted));
        if (faults.isEmpty()) {
            faults.addAll(strangers(wanted));
        }
        if (!faults.isEmpty()) {
            return new Outcome.Bad(faults);
        }
        var bereft = bereft(standing.delegation(), wanted);
        if (bereft != null) {
            return new Outcome.Refused(bereft);
        }
        var lock = amendment.transferLock();
        var isLocked = lock == null ? standing.transferLock() : lock;
        if (!wanted.isSameAs(standing.delegation()) && !isBrought(entry, wanted)) {
            return astray(entry.domain());
        }
        return done(standing.with(wanted, owner, isLocked, now));
    }

    /**
     * Lengthens a registration.
     *
     * @param expires when it ends now, as far as the client knows: whoever asks again because no
     *     reply came does not pay twice (RFC 5731 section 3.2.3); null when it does not care
     */
    public Outcome renew(Name domain, int years, @Nullable Instant expires) {
        return atDesk(now -> {
            var standing = settled(domain).standing();
            if (standing == null) {
                return unregistered(domain);
            }
            if (expires != null && !expires.equals(standing.expires())) {
                return new Outcome.Refused(
                        "It expires at " + standing.expires() + ", not at " + expires + ".");
            }
            return standing.isTooLong(years, now)
                    ? new Outcome.Refused(
                            "A domain can be had for "
                                    + Registration.YEARS_MAX
                                    + " years ahead at most; this one expires at "
                                    + standing.expires()
                                    + ".")
                    : done(standing.renewed(years, now));
        });
    }

    /** Gives a domain back. */
    public Outcome delete(Name domain) {
        return atDesk(now -> {
            var entry = settled(domain);
            var standing = entry.standing();
            if (standing == null) {
                return unregistered(domain);
            }
            var bereft = bereft(standing.delegation(), null);
            return bereft == null ? removed(entry, standing) : new Outcome.Refused(bereft);
        });
    }

    private Outcome removed(Entry entry, Registration standing) throws RegistryFault {
        if (!isBrought(entry, null)) {
            return astray(entry.domain());
        }
        register.put(Entry.settled(entry.domain(), null));
        return new Outcome.Done(standing);
    }

    private Outcome done(Registration registration) {
        register.put(Entry.settled(registration.domain(), registration));
        return new Outcome.Done(registration);
    }

    private static Outcome unregistered(Name domain) {
        return new Outcome.Unregistered(Names.text(domain) + " is not registered here.");
    }

    private static Outcome astray(Name domain) {
        return new Outcome.Refused(
                "Somebody else has changed what the top-level domain says about "
                        + Names.text(domain)
                        + ": change it back there, or remove it.");
    }

    // From what stands to what is wanted. Where the top-level domain has nothing any more, what
    // is wanted is made anew.
    private boolean isBrought(Entry entry, @Nullable Delegation wanted) throws RegistryFault {
        var before = delegation(entry.standing());
        register.put(entry.towards(wanted));
        if (registry.replace(entry.domain(), before, wanted)) {
            return true;
        }
        if (registry.look(entry.domain()) instanceof Registry.Found.Nothing
                && (wanted == null || registry.replace(entry.domain(), null, wanted))) {
            return true;
        }
        register.put(entry);
        return false;
    }

    /** Undoes what was begun with a domain and never acknowledged. */
    private Entry settled(Name domain) throws RegistryFault {
        var entry = register.find(domain);
        if (entry.underway() == null) {
            return entry;
        }
        var standing = delegation(entry.standing());
        var wanted = entry.underway().wanted();
        var found = registry.look(domain);
        // What is neither the one nor the other was put there by somebody else, and is theirs.
        if (!isIt(found, standing) && isIt(found, wanted)) {
            if (!registry.replace(domain, wanted, standing)) {
                throw new RegistryFault(
                        "what the top-level domain says about " + Names.text(domain) + " changes");
            }
            LOG.info("What was begun with {} and not finished is undone", domain);
        }
        var settled = Entry.settled(domain, entry.standing());
        register.put(settled);
        return settled;
    }

    private static boolean isIt(Registry.Found found, @Nullable Delegation delegation) {
        return switch (found) {
            case Registry.Found.Nothing() -> delegation == null;
            case Registry.Found.Delegated(var there) ->
                    delegation != null && there.isSameAs(delegation);
            case Registry.Found.Other() -> false;
        };
    }

    private static @Nullable Delegation delegation(@Nullable Registration registration) {
        return registration == null ? null : registration.delegation();
    }

    // A name server has to be in a domain that somebody has (RFC 5732 section 3.2.1).
    private List<Fault> strangers(Delegation delegation) throws RegistryFault {
        var faults = new ArrayList<Fault>();
        var hosts = delegation.hosts();
        for (int i = 0; i < hosts.size(); i++) {
            var host = hosts.get(i).name();
            var domain = NameRules.registrable(host, forSale);
            if (domain == null || domain.equals(delegation.domain()) || find(domain) != null) {
                continue;
            }
            if (!(registry.look(domain) instanceof Registry.Found.Delegated)) {
                var detail = "nobody has " + Names.text(domain) + ", so there is no such host";
                faults.add(new Fault("/nameServers/" + i + "/name", detail));
            }
        }
        return faults;
    }

    // Whoever is served by a host of this domain could not be found any more (RFC 5731 section
    // 3.2.2, RFC 5732 section 3.2.2).
    private @Nullable String bereft(Delegation before, @Nullable Delegation after) {
        for (var host : before.hosts()) {
            var isLost =
                    host.name().subdomain(before.domain())
                            && (after == null || !after.isServedBy(host.name()));
            for (var other : isLost ? all() : List.<Registration>of()) {
                if (!other.domain().equals(before.domain())
                        && other.delegation().isServedBy(host.name())) {
                    return "%s serves %s too: that has to go elsewhere first."
                            .formatted(Names.text(host.name()), Names.text(other.domain()));
                }
            }
        }
        return null;
    }

    /** Undoes what was left unfinished, and gives back what has expired, as far as possible now. */
    public void tidy() {
        for (var entry : register.all()) {
            atDesk(now -> tidied(entry.domain(), now));
        }
    }

    private Outcome tidied(Name domain, Instant now) throws RegistryFault {
        var entry = settled(domain);
        var standing = entry.standing();
        if (standing == null) {
            return unregistered(domain);
        }
        if (!standing.isOver(now)) {
            return new Outcome.Done(standing);
        }
        LOG.info("{} has expired", domain);
        return removed(entry, standing);
    }

    @Override
    public void close() throws IOException {
        register.close();
    }
}
