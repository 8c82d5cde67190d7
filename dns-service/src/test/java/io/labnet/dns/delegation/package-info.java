/** Tests of delegations whose children are served elsewhere. */
@NullMarked
package io.labnet.dns.delegation;

import org.jspecify.annotations.NullMarked;
