/** The access link between the institution and the Internet, reckoned and measured. */
@NullMarked
package io.labnet.webcache.link;

import org.jspecify.annotations.NullMarked;
