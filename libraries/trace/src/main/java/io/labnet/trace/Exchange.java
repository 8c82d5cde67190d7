package io.labnet.trace;

import java.time.Instant;

/**
 * One thing said on the wire, for people to read.
 *
 * @param number counts from 1, in the order of recording, within one service
 * @param at when it was said
 * @param protocol the protocol's usual name in capitals, such as {@code DNS}
 * @param from who said it, as address and port
 * @param to who heard it, as address and port
 * @param summary one line, such as {@code NXDOMAIN nowhere.edu A}
 */
public record Exchange(
        long number, Instant at, String protocol, String from, String to, String summary) {}
