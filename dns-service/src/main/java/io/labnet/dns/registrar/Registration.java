package io.labnet.dns.registrar;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * A domain that somebody has.
 *
 * @param expires until when; it is nobody's afterwards
 * @param transferLock whether it cannot become another registrant's
 */
public record Registration(
        Delegation delegation,
        Registrant registrant,
        Instant created,
        Instant changed,
        Instant expires,
        boolean transferLock) {

    /** The longest time ahead for which a domain can be had, in years. */
    public static final int YEARS_MAX = 10;

    /** A domain that nobody had. */
    static Registration of(Application application, Instant now) {
        return new Registration(
                application.delegation(),
                application.registrant(),
                now,
                now,
                after(now, application.years()),
                application.transferLock());
    }

    public Name domain() {
        return delegation.domain();
    }

    /** Its statuses, in the words of EPP (RFC 5731 section 2.3). */
    public List<String> statuses() {
        return List.of(transferLock ? "clientTransferProhibited" : "ok");
    }

    public boolean isOver(Instant now) {
        return !now.isBefore(expires);
    }

    /** Whether it would then last longer than it may (RFC 5731 section 3.2.3). */
    boolean isTooLong(int years, Instant now) {
        return after(expires, years).isAfter(after(now, YEARS_MAX));
    }

    Registration renewed(int years, Instant now) {
        return new Registration(
                delegation, registrant, created, now, after(expires, years), transferLock);
    }

    Registration with(Delegation newDelegation, Registrant owner, boolean isLocked, Instant now) {
        return new Registration(newDelegation, owner, created, now, expires, isLocked);
    }

    // The same day and hour; of the 29th of February, the 28th.
    private static Instant after(Instant start, int years) {
        return start.atOffset(ZoneOffset.UTC).plusYears(years).toInstant();
    }
}
