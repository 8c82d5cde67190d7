package io.labnet.webcache.upstream;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, on one event loop.
 *
 * <p>Steps: take the ways to the answer in turn; at each get a place at the origin, find the route,
 * take a connection, trying the addresses in turn; send; hear. As long as nothing was sent the next
 * way is tried. A request that may be said twice is said once more when nothing came back: another
 * time where a connection from the pool turns out to be dead, else by the next way (RFC 9112
 * section 9.3.1). What a sibling does not admit was not done, so it goes by the next way as well,
 * unless it had content, which is gone.
 */
public final class Fetch {
    private static final String PROTOCOL = "HTTP";

    private final Upstream upstream;
    private final EventLoop loop;
    private final Request request;
    private final Answers answers;
    private Iterator<Way> ways = Collections.emptyIterator();
    private Origin.@Nullable Place place;
    private @Nullable OriginConnection connection;
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
        ways = upstream.ways(request).iterator();
        next(upstream.noWay(request));
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
            finish();
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void finish() {
        over = true;
        leave();
    }

    private void leave() {
        if (place != null) {
            place.leave();
            place = null;
        }
    }

    // What may not be said twice must not go out on a connection that may be dead.
    private boolean isRepeatable() {
        return request.isIdempotent() && !request.hasContent();
    }

    private void next(FetchFailure otherwise) {
        leave();
        if (over) {
            return;
        }
        if (ways.hasNext()) {
            var way = ways.next();
            upstream.origin(way).enter(loop, new Entering(way));
        } else {
            fail(otherwise);
        }
    }

    private void fail(FetchFailure failure) {
        if (!over) {
            finish();
            answers.failed(failure);
        }
    }

    private void blame(FetchFailure failure) {
        if (place != null && failure.isOfTheOrigin()) {
            place.bad(failure);
        }
    }

    private final class Entering implements Origin.Entering {
        private final Way way;

        private Entering(Way way) {
            this.way = way;
        }

        @Override
        public void entered(Origin.Place entered) {
            if (over) {
                entered.leave();
                return;
            }
            place = entered;
            if (way.isFenced()) {
                upstream.routes().find(way.address(), false, loop, this::routed);
            } else {
                upstream.routes().findChosen(way.address(), loop, this::routed);
            }
        }

        private void routed(Route route) {
            switch (route) {
                case Route.Closed(var failure) -> {
                    // A name that does not exist is the client's mistake, not the origin's.
                    if (!way.isFenced()) {
                        blame(failure);
                    }
                    next(failure);
                }
                case Route.Open(var addresses) ->
                        new Taking(way, addresses, 0).take(!isRepeatable());
            }
        }

        @Override
        public void refused(FetchFailure failure) {
            next(failure);
        }

        @Override
        public boolean isGone() {
            return over;
        }
    }

    private final class Taking implements OriginPool.Taker {
        private final Way way;
        private final List<InetSocketAddress> addresses;
        private final int address;

        private Taking(Way way, List<InetSocketAddress> addresses, int address) {
            this.way = way;
            this.addresses = addresses;
            this.address = address;
        }

        private void take(boolean fresh) {
            if (!over) {
                var to = new Peer(addresses.get(address), way.provenName(request));
                upstream.pool(loop).take(to, fresh, this);
            }
        }

        @Override
        public void taken(OriginConnection taken) {
            connection = taken;
            upstream.trace().record(PROTOCOL, taken.local(), taken.origin(), request::toString);
            var toProxy = way instanceof Way.Sibling;
            taken.send(way.outgoing(request), toProxy, new Hearing(taken, this));
            answers.ready();
        }

        @Override
        public void refused(FetchFailure failure) {
            if (failure.isOfTheAddress() && address + 1 < addresses.size()) {
                new Taking(way, addresses, address + 1).take(true);
            } else {
                blame(failure);
                next(failure);
            }
        }

        @Override
        public boolean isGone() {
            return over;
        }
    }

    private final class Hearing implements OriginConnection.Waiting {
        private final OriginConnection from;
        private final Taking taking;
        private boolean answered;

        private Hearing(OriginConnection from, Taking taking) {
            this.from = from;
            this.taking = taking;
        }

        @Override
        public void closedUnanswered() {
            var failure = new FetchFailure.BrokenOff(from.where());
            if (mayRetry() && (from.isReused() || !ways.hasNext())) {
                retried = true;
                taking.take(true);
            } else {
                unanswered(failure);
            }
        }

        private boolean mayRetry() {
            return isRepeatable() && !retried;
        }

        private void unanswered(FetchFailure failure) {
            blame(failure);
            if (mayRetry() && ways.hasNext()) {
                retried = true;
                next(failure);
            } else {
                fail(failure);
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
            if (taking.way instanceof Way.Sibling && response.status() == 407) {
                unadmitted();
                return;
            }
            answered = true;
            judge(response);
            upstream.trace()
                    .record(
                            PROTOCOL,
                            from.origin(),
                            from.local(),
                            () -> response + " to " + request);
            answers.head(response, minorVersion);
        }

        // RFC 9110 section 15.5.8: it asks this proxy, and not who asks here.
        private void unadmitted() {
            var failure = new FetchFailure.Unadmitted(from.where());
            from.close();
            blame(failure);
            if (request.hasContent()) {
                fail(failure);
            } else {
                next(failure);
            }
        }

        // A gateway's errors, and an overload: what spares it is to be left alone (RFC 9110
        // sections 15.6.3 to 15.6.5). A 500 may be the fault of one page.
        private void judge(Response response) {
            if (place == null) {
                return;
            }
            var failed =
                    switch (response.status()) {
                        case 502, 503, 504 -> true;
                        default -> false;
                    };
            // A sibling that passes on what its origin said is well itself.
            if (failed && !(taking.way instanceof Way.Sibling)) {
                place.bad(new FetchFailure.Busy(response.toString()));
            } else {
                place.good();
            }
        }

        @Override
        public void data(ByteBuf bytes, boolean last) {
            answers.data(bytes, last);
        }

        @Override
        public void trailers(Fields trailers) {
            answers.trailers(trailers);
        }

        @Override
        public void end() {
            finish();
            answers.end();
        }

        @Override
        public void failed(FetchFailure failure) {
            if (!answered && failure instanceof FetchFailure.Silent) {
                unanswered(failure);
            } else {
                blame(failure);
                fail(failure);
            }
        }
    }
}
