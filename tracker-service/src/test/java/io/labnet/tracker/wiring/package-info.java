@NullMarked
package io.labnet.tracker.wiring;

import org.jspecify.annotations.NullMarked;
