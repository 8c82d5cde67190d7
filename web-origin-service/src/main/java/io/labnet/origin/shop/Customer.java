package io.labnet.origin.shop;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row behind a cookie.
 *
 * @param number counts from 1678, the first customer of the book
 * @param idSha256 the hash of the cookie's ID, as 64 hexadecimal digits
 * @param secure whether the cookie is one of TLS; over plain HTTP it is not taken
 * @param made when the cookie was first given
 * @param seen when the cookie last came, to the minute
 * @param expires when row and cookie come to their end
 * @param returned whether the cookie ever came back
 * @param delivery null until the customer told it
 */
public record Customer(
        long number,
        String idSha256,
        boolean secure,
        Instant made,
        Instant seen,
        Instant expires,
        boolean returned,
        @Nullable Delivery delivery) {}
