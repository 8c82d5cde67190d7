/** What the recursive server remembers of others' answers, and for how long. */
@NullMarked
package io.labnet.dns.cache;

import org.jspecify.annotations.NullMarked;
