/** Zones: their records, their master files, and how they change; knows no query. */
@NullMarked
package io.labnet.dns.zone;

import org.jspecify.annotations.NullMarked;
