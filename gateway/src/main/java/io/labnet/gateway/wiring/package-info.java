/** Puts the gateway together: settings, security, life and death. */
@NullMarked
package io.labnet.gateway.wiring;

import org.jspecify.annotations.NullMarked;
