@NullMarked
package io.labnet.dns.validator;

import org.jspecify.annotations.NullMarked;
