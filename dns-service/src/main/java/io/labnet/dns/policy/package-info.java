/** Which records of a set which client is told: policies, beside the zones and never in them. */
@NullMarked
package io.labnet.dns.policy;

import org.jspecify.annotations.NullMarked;
