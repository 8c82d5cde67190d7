@NullMarked
package io.labnet.dns.catalog;

import org.jspecify.annotations.NullMarked;
