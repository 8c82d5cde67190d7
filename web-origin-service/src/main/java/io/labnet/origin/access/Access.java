package io.labnet.origin.access;

import io.labnet.accesslog.Numbered;
import java.time.Instant;

/**
 * One request and what it got.
 *
 * @param number counts from 1 in the order of answering
 * @param time when it was answered
 * @param client address and port of whoever asked
 * @param site the name of the site that was meant; empty when there is no such site here
 * @param host as the Host field has it; empty when there is none
 * @param method a hyphen when no request could be read
 * @param target as sent, cut when it is very long
 * @param version such as HTTP/1.1; empty when no request could be read
 * @param status the answer's status code
 * @param bytes length of the answer's body
 * @param referer as sent, cut when it is very long; empty when there is none
 * @param agent what User-Agent says; the same
 * @param connection which connection it came over, counting from 1; equal numbers show a connection
 *     that persisted
 */
public record Access(
        long number,
        Instant time,
        String client,
        String site,
        String host,
        String method,
        String target,
        String version,
        int status,
        long bytes,
        String referer,
        String agent,
        long connection)
        implements Numbered {}
