/** Name servers that others wrote, started for a test. */
@NullMarked
package io.labnet.dns.peers;

import org.jspecify.annotations.NullMarked;
