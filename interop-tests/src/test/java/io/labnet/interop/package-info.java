/** Our containers and programs that others wrote, tried with each other. */
@NullMarked
package io.labnet.interop;

import org.jspecify.annotations.NullMarked;
