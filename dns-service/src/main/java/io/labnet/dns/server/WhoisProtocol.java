package io.labnet.dns.server;

import io.labnet.dns.registrar.Whois;
import io.labnet.line.Farewell;
import io.labnet.line.Line;
import io.labnet.line.LineConnection;
import io.labnet.line.LineProtocol;
import io.labnet.trace.Trace;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** WHOIS (RFC 3912): one line in, the answer out, and the connection is closed. */
public final class WhoisProtocol implements LineProtocol {
    private static final String PROTOCOL = "WHOIS";

    private final Whois whois;
    private final Clock clock;
    private final Trace trace;
    private final Counter queries;

    public WhoisProtocol(Whois whois, Clock clock, Trace trace, MeterRegistry meters) {
        this.whois = whois;
        this.clock = clock;
        this.trace = trace;
        this.queries = meters.counter("labnet.dns.whois-queries");
    }

    @Override
    public void converse(LineConnection connection) throws IOException {
        var query = connection.readLine();
        queries.increment();
        switch (query) {
            case Line.Text(var text) -> {
                trace.record(PROTOCOL, connection.peer(), connection.local(), () -> text);
                say(connection, whois.answer(text, clock.instant()));
            }
            case Line.TooLong() ->
                    say(connection, List.of("% That is longer than any domain name."));
            case Line.Malformed() ->
                    say(connection, List.of("% A query is one line that ends with CR LF."));
            case Line.Ended() -> {}
        }
    }

    // Registrants have names of any script; RFC 3912 section 4 leaves the encoding open.
    private void say(LineConnection connection, List<String> answer) throws IOException {
        var first = answer.getFirst();
        trace.record(PROTOCOL, connection.local(), connection.peer(), () -> first);
        var text = String.join("\r\n", answer) + "\r\n";
        connection.write(out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        connection.flush();
    }

    @Override
    public @Nullable String farewell(Farewell why) {
        return switch (why) {
            case BUSY -> "% Too many connections; try later.";
            case SHUTDOWN -> "% The server is shutting down.";
            case TIMEOUT -> "% No query came.";
            case FAILURE -> "% An error of ours; try later.";
        };
    }
}
