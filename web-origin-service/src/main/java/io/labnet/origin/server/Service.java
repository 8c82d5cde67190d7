package io.labnet.origin.server;

import io.labnet.origin.access.AccessLog;
import io.labnet.origin.answer.Origin;
import io.labnet.trace.Trace;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/**
 * What all connections of a server share.
 *
 * @param threads where answers are worked out that may block
 */
record Service(
        Origin origin,
        ServerLimits limits,
        ExecutorService threads,
        AnswerWriter writer,
        Trace trace,
        AccessLog log,
        Traffic traffic,
        Clock clock) {}
