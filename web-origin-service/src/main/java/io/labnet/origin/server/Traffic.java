package io.labnet.origin.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the dashboard counts.
 *
 * @param requests answered, refused ones included
 * @param notModified answers with status 304
 * @param errors answers with a status of 400 and above
 * @param bytesSent header and body bytes that went out
 * @param connections accepted since the start
 * @param turnedAway connections that found no place
 */
record Traffic(
        Counter requests,
        Counter notModified,
        Counter errors,
        Counter bytesSent,
        Counter connections,
        Counter turnedAway) {
    static final String PREFIX = "labnet.web-origin.";

    static Traffic in(MeterRegistry meters) {
        return new Traffic(
                meters.counter(PREFIX + "requests"),
                meters.counter(PREFIX + "responses-304"),
                meters.counter(PREFIX + "responses-errors"),
                meters.counter(PREFIX + "bytes-sent"),
                meters.counter(PREFIX + "connections"),
                meters.counter(PREFIX + "connections-turned-away"));
    }

    void answered(int status) {
        requests.increment();
        if (status == 304) {
            notModified.increment();
        }
        if (status >= 400) {
            errors.increment();
        }
    }
}
