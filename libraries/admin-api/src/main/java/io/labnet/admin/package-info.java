/** What every service's REST API and start-up share; knows no protocol. */
@NullMarked
package io.labnet.admin;

import org.jspecify.annotations.NullMarked;
