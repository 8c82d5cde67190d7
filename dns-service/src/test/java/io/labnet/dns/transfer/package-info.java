@NullMarked
package io.labnet.dns.transfer;

import org.jspecify.annotations.NullMarked;
