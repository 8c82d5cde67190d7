/** What the tracker counts and tells of; knows no decision. */
@NullMarked
package io.labnet.tracker.journal;

import org.jspecify.annotations.NullMarked;
