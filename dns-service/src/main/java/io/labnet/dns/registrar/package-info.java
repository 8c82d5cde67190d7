/** The registrar: who has which name under the top-level domains, and until when. */
@NullMarked
package io.labnet.dns.registrar;

import org.jspecify.annotations.NullMarked;
