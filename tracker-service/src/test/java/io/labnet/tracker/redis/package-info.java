@NullMarked
package io.labnet.tracker.redis;

import org.jspecify.annotations.NullMarked;
