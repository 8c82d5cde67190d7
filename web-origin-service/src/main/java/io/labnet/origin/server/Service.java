package io.labnet.origin.server;

import io.labnet.origin.access.AccessLog;
import io.labnet.origin.answer.Origin;
import io.labnet.trace.Trace;
import java.time.Clock;

/** What all connections of a server share. */
record Service(
        Origin origin,
        ServerLimits limits,
        AnswerWriter writer,
        Trace trace,
        AccessLog log,
        Traffic traffic,
        Clock clock) {}
