@NullMarked
package io.labnet.tracker;

import org.jspecify.annotations.NullMarked;
