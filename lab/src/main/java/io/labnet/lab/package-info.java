/** Every service of the lab in one JVM, each in a Spring context of its own. */
@NullMarked
package io.labnet.lab;

import org.jspecify.annotations.NullMarked;
