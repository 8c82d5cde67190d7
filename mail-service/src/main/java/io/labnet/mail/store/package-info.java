/** What is kept: messages, folders, the outgoing queue; durable before it is acknowledged. */
@NullMarked
package io.labnet.mail.store;

import org.jspecify.annotations.NullMarked;
