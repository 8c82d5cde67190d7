package io.labnet.webcache.access;

import io.labnet.accesslog.Numbered;
import java.net.InetAddress;
import java.time.Instant;

/**
 * One request and what it got.
 *
 * @param number counts from 1 in the order of answering
 * @param time when the answer was complete, or given up
 * @param micros how long it took from the request's head to then, in microseconds
 * @param user who asked, if it was proven; empty otherwise
 * @param method {@code NONE} when no request could be read
 * @param url what was asked for, cut when it is very long
 * @param version of HTTP, such as {@code 1.1}
 * @param status 0 when the client left before any answer
 * @param bytes of content sent to the client
 * @param bytesFromStore how many of them came out of the store, so that no link to an origin
 *     carried them
 * @param complete whether the answer was sent to its end
 */
public record Access(
        long number,
        Instant time,
        long micros,
        InetAddress client,
        String user,
        String method,
        String url,
        String host,
        String version,
        int status,
        long bytes,
        long bytesFromStore,
        Handling handling,
        boolean complete,
        String type,
        String referer,
        String agent)
        implements Numbered {}
