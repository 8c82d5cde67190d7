/** Takes what waits to its next host, tries again, or tells the sender why not. */
@NullMarked
package io.labnet.mail.queue;

import org.jspecify.annotations.NullMarked;
