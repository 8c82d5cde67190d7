@NullMarked
package io.labnet.mail;

import org.jspecify.annotations.NullMarked;
