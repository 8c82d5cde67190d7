/** The tracker's REST API: JSON in and out, nothing else. */
@NullMarked
package io.labnet.tracker.admin;

import org.jspecify.annotations.NullMarked;
