package io.labnet.tracker.http;

import java.time.Duration;

/**
 * How much one client, and all of them, may ask of the HTTP front end.
 *
 * @param connections at a time; one more is closed at once
 * @param idle how long a connection may be silent
 */
public record HttpLimits(int connections, Duration idle) {}
