@NullMarked
package io.labnet.tracker.udp;

import org.jspecify.annotations.NullMarked;
