/** What all services said on the wire, merged by time; knows no Spring. */
@NullMarked
package io.labnet.gateway.timeline;

import org.jspecify.annotations.NullMarked;
