@NullMarked
package io.labnet.tracker.http;

import org.jspecify.annotations.NullMarked;
