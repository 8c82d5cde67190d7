@NullMarked
package io.labnet.dns.alias;

import org.jspecify.annotations.NullMarked;
