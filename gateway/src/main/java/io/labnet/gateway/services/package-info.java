/** Which services stand behind the gateway, and how each is doing; knows no Spring. */
@NullMarked
package io.labnet.gateway.services;

import org.jspecify.annotations.NullMarked;
