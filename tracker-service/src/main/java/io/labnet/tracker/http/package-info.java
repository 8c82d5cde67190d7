/** Announces, scrapes and torrent files over HTTP (BEP 3, BEP 23, BEP 48). */
@NullMarked
package io.labnet.tracker.http;

import org.jspecify.annotations.NullMarked;
