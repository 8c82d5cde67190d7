/** Virtual hosts: which site a request means and what that site has at a path. */
@NullMarked
package io.labnet.origin.site;

import org.jspecify.annotations.NullMarked;
