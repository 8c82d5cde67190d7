/** The lab's front door: one address, one key, one page for everything that runs. */
@NullMarked
package io.labnet.gateway;

import org.jspecify.annotations.NullMarked;
