/** The lab's certificate authority, and the certificates that its servers have from it. */
@NullMarked
package io.labnet.ca;

import org.jspecify.annotations.NullMarked;
