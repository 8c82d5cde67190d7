/** The text form of zones (RFC 1035 section 5): from bytes to records; knows no zone. */
@NullMarked
package io.labnet.dns.zone.master;

import org.jspecify.annotations.NullMarked;
