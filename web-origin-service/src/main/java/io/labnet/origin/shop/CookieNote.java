package io.labnet.origin.shop;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one visit's cookie lines were; of an ID the first characters alone.
 *
 * @param number counts from 1
 * @param cookie what the request's Cookie line said of this shop's cookie; null when nothing
 * @param setCookie the response's Set-Cookie line; null when there was none
 * @param cookieFile the line that the client's cookie file then has; null when it has not changed
 * @param visit what the cookie told the shop
 * @param customer the number of the row behind; 0 when there is none
 */
public record CookieNote(
        long number,
        Instant time,
        String method,
        String target,
        @Nullable String cookie,
        @Nullable String setCookie,
        @Nullable String cookieFile,
        String visit,
        long customer) {}
