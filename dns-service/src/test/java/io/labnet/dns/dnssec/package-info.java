@NullMarked
package io.labnet.dns.dnssec;

import org.jspecify.annotations.NullMarked;
