package io.labnet.webcache.upstream;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to an origin and its answer, on one event loop.
 *
 * <p>Steps: find the route; take a connection, trying the addresses in turn; send; hear. A request
 * that may be said twice is said once more when a connection from the pool turns out to be dead
 * (RFC 9112 section 9.3.1).
 */
public final class Fetch {
    private static final String PROTOCOL = "HTTP";

    private final Upstream upstream;
    private final EventLoop loop;
    private final Request request;
    private final Answers answers;
    private @Nullable OriginConnection connection;
    private List<InetSocketAddress> addresses = List.of();
    private int address;
    private boolean retried;
    private boolean over;

    /** A request as the origin is to get it, told about to {@code answers} on {@code loop}. */
    public Fetch(Upstream upstream, EventLoop loop, Request request, Answers answers) {
        this.upstream = upstream;
        this.loop = loop;
        this.request = request;
        this.answers = answers;
    }

    public void start() {
        upstream.routes().find(request.target(), false, loop, this::routed);
    }

    /** Sends some of the request's content, which the fetch now owns. */
    public void send(HttpContent content) {
        if (connection == null || over) {
            content.release();
        } else {
            connection.send(content);
        }
    }

    /** Whether more content of the request should be sent now. */
    public boolean isWritable() {
        return connection != null && connection.isWritable();
    }

    /** Asks for the next piece of the answer. */
    public void more() {
        if (connection != null && !over) {
            connection.read();
        }
    }

    /** Gives up: nothing more is heard. */
    public void cancel() {
        if (!over) {
            over = true;
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void routed(Route route) {
        switch (route) {
            case Route.Closed(var failure) -> fail(failure);
            case Route.Open(var found) -> {
                addresses = found;
                // What may not be said twice must not go out on a connection that may be dead.
                take(!isRepeatable());
            }
        }
    }

    private boolean isRepeatable() {
        return request.isIdempotent() && !request.hasContent();
    }

    private void take(boolean fresh) {
        if (!over) {
            upstream.pool(loop).take(addresses.get(address), fresh, new Taking());
        }
    }

    private void fail(FetchFailure failure) {
        if (!over) {
            over = true;
            answers.failed(failure);
        }
    }

    private final class Taking implements OriginPool.Taker {
        @Override
        public void taken(OriginConnection taken) {
            connection = taken;
            upstream.trace().record(PROTOCOL, taken.local(), taken.origin(), request::toString);
            taken.send(request, new Hearing(taken));
            answers.ready();
        }

        @Override
        public void refused(FetchFailure failure) {
            if (failure instanceof FetchFailure.Unreachable && address + 1 < addresses.size()) {
                address++;
                take(true);
            } else {
                fail(failure);
            }
        }

        @Override
        public boolean isGone() {
            return over;
        }
    }

    private final class Hearing implements OriginConnection.Waiting {
        private final OriginConnection from;

        private Hearing(OriginConnection from) {
            this.from = from;
        }

        @Override
        public void closedUnanswered() {
            if (from.isReused() && isRepeatable() && !retried) {
                retried = true;
                take(true);
            } else {
                fail(new FetchFailure.BrokenOff(from.where()));
            }
        }

        @Override
        public void ready() {}

        @Override
        public void writable() {
            answers.writable();
        }

        @Override
        public void interim(Response response) {
            answers.interim(response);
        }

        @Override
        public void head(Response response, int minorVersion) {
            upstream.trace()
                    .record(
                            PROTOCOL,
                            from.origin(),
                            from.local(),
                            () -> response + " to " + request);
            answers.head(response, minorVersion);
        }

        @Override
        public void data(ByteBuf bytes, boolean last) {
            answers.data(bytes, last);
        }

        @Override
        public void end() {
            over = true;
            answers.end();
        }

        @Override
        public void failed(FetchFailure failure) {
            fail(failure);
        }
    }
}
