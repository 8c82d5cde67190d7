/** The REST face: zones, records, cache, servers, resolutions. */
@NullMarked
package io.labnet.dns.admin;

import org.jspecify.annotations.NullMarked;
