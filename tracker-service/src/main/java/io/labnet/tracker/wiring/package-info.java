/** What the service is made of, and its settings. */
@NullMarked
package io.labnet.tracker.wiring;

import org.jspecify.annotations.NullMarked;
