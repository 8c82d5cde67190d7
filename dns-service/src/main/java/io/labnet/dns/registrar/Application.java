package io.labnet.dns.registrar;

/**
 * A wish for a domain, checked as far as that can be done without asking anybody.
 *
 * @param years for how long, 1 to {@link Registration#YEARS_MAX}
 */
public record Application(
        Delegation delegation, Registrant registrant, int years, boolean transferLock) {}
