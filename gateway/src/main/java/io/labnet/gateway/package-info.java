@NullMarked
package io.labnet.gateway;

import org.jspecify.annotations.NullMarked;
