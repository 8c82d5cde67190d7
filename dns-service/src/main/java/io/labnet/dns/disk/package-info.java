/** Files that a crash of the machine leaves as they were, or as they were to become. */
@NullMarked
package io.labnet.dns.disk;

import org.jspecify.annotations.NullMarked;
