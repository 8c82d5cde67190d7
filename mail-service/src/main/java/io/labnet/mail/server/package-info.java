/** The listeners: performs over sockets and store what the conversations decide. */
@NullMarked
package io.labnet.mail.server;

import org.jspecify.annotations.NullMarked;
