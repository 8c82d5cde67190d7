package io.labnet.webcache.upstream;

import java.time.Duration;

/**
 * How one origin is spared, and what is done while it is down.
 *
 * @param concurrent requests to one origin at a time
 * @param queue requests that wait for their turn there
 * @param failurePercent of the last {@code calls}, at which an origin is left alone; 1 to 100
 * @param calls how many requests are looked back on
 * @param callsMin how many of them must have been made before anything is concluded
 * @param rest how long it is left alone before one request tries again
 * @param standIn how long past its freshness a stored response stands in for an origin that is
 *     down, where neither the response nor the request says
 */
public record Guard(
        int concurrent,
        int queue,
        int failurePercent,
        int calls,
        int callsMin,
        Duration rest,
        Duration standIn) {
    public static final Guard USUAL =
            new Guard(256, 1024, 50, 20, 5, Duration.ofSeconds(10), Duration.ZERO);
}
