/** Root, TLD, authoritative and recursive name servers; the main class. */
@NullMarked
package io.labnet.dns;

import org.jspecify.annotations.NullMarked;
