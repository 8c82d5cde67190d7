package io.labnet.dns.admin;

import java.time.Duration;

/**
 * How zones cease to be signed whose parents are served elsewhere.
 *
 * @param patience until the parent has seen it, and nobody remembers the DS record any more
 */
public record Withdrawal(Duration patience) {}
