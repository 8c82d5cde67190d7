/** The gateway's own REST API, and the routes to everybody else's. */
@NullMarked
package io.labnet.gateway.admin;

import org.jspecify.annotations.NullMarked;
