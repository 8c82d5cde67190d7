/** Announces and scrapes over UDP (BEP 15). */
@NullMarked
package io.labnet.tracker.udp;

import org.jspecify.annotations.NullMarked;
