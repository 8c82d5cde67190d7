/** What a shared cache may store, reuse and must ask again (RFC 9111); decides, never acts. */
@NullMarked
package io.labnet.webcache.policy;

import org.jspecify.annotations.NullMarked;
