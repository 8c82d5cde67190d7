/** What a web server or proxy was asked: remembered, and as lines of a file; knows no protocol. */
@NullMarked
package io.labnet.accesslog;

import org.jspecify.annotations.NullMarked;
