/** What signatures and denials prove (RFC 4035 section 5); knows no socket, no cache, no clock. */
@NullMarked
package io.labnet.dns.validator;

import org.jspecify.annotations.NullMarked;
