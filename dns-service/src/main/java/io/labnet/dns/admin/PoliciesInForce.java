package io.labnet.dns.admin;

import io.labnet.dns.policy.Policies;
import io.labnet.dns.zone.Zone;
import java.util.function.BiConsumer;
import org.xbill.DNS.Name;

/**
 * The policies, and who is told of a change of them.
 *
 * @param changed hears of which zone and below which name somebody may be told something else
 */
public record PoliciesInForce(Policies policies, BiConsumer<Zone, Name> changed) {}
