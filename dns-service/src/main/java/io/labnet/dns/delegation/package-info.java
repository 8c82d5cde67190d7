/**
 * Delegations of signed zones whose children are served elsewhere: what a parent learns of their
 * keys by asking (RFC 7344, RFC 8078).
 */
@NullMarked
package io.labnet.dns.delegation;

import org.jspecify.annotations.NullMarked;
