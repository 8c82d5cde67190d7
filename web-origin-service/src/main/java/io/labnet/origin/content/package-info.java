/** Where representations come from: the class path, and folders that an admin fills. */
@NullMarked
package io.labnet.origin.content;

import org.jspecify.annotations.NullMarked;
