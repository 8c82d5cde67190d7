/**
 * Name servers that others wrote, started for a test on a loopback address and stopped after it.
 */
@NullMarked
package io.labnet.dns.peers;

import org.jspecify.annotations.NullMarked;
