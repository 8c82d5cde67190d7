package io.labnet.webcache.upstream;

import io.labnet.webcache.edge.Site;
import io.labnet.webcache.edge.Sites;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Target;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the origins of all sites from time to time how they are, on one thread of its own.
 *
 * <p>Each look takes a fresh connection, to the first of its addresses that answers, so that it
 * says what a new request would find.
 */
// A thread that ends says so itself, and a look that is over plans the next.
@SuppressWarnings("FutureReturnValueIgnored")
public final class HealthChecks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);
    private static final long CLOSE_MILLIS_MAX = 1000;

    private final Upstream upstream;
    private final Sites sites;
    private final String pseudonym;
    private @Nullable EventLoopGroup thread;

    /** Checks of an upstream's sites that name themselves so in User-Agent. */
    public HealthChecks(Upstream upstream, String pseudonym) {
        this.upstream = upstream;
        this.sites = upstream.sites();
        this.pseudonym = pseudonym;
    }

    /** Begins to look, where there is anything to look at. */
    public void start() {
        if (sites.all().stream().noneMatch(site -> site.check().isPresent())) {
            return;
        }
        thread =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("web-cache-health", true),
                        NioIoHandler.newFactory());
        var loop = thread.next();
        for (var site : sites.all()) {
            site.check()
                    .ifPresent(check ->
                            site.origins()
                                    .forEach(
                                            origin -> new Look(site, check, origin, loop).begin()));
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownGracefully(0, CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly(CLOSE_MILLIS_MAX);
        }
    }

    /** One look at one origin. */
    private final class Look implements OriginPool.Taker, OriginConnection.Waiting {
        private final Site site;
        private final Site.Check check;
        private final Site.Member origin;
        private final EventLoop loop;
        private Iterator<InetSocketAddress> others = Collections.emptyIterator();
        private @Nullable OriginConnection connection;
        private boolean over;

        private Look(Site site, Site.Check check, Site.Member origin, EventLoop loop) {
            this.site = site;
            this.check = check;
            this.origin = origin;
            this.loop = loop;
        }

        private void begin() {
            loop.execute(() -> upstream.routes().findChosen(origin.address(), loop, this::routed));
        }

        private void routed(Route route) {
            switch (route) {
                case Route.Closed(var failure) -> failed(failure);
                case Route.Open(var addresses) -> {
                    others = addresses.iterator();
                    look(others.next());
                }
            }
        }

        private void look(InetSocketAddress address) {
            var way = new Way.Pooled(origin.address(), site.host());
            var peer = new Peer(address, way.provenName(request()));
            upstream.pool(loop).take(peer, true, this);
        }

        @Override
        public void taken(OriginConnection taken) {
            connection = taken;
            taken.send(request(), false, this);
        }

        private Request request() {
            var host = site.host().orElseGet(() -> Collections.min(site.hosts()));
            var fields = Fields.of("Host", host, "User-Agent", pseudonym, "Connection", "close");
            var port = origin.address().port();
            return new Request("GET", new Target(host, port, check.path()), fields);
        }

        @Override
        public void head(Response response, int minorVersion) {
            over(response.status() >= 200 && response.status() < 400, response.toString());
        }

        @Override
        public void failed(FetchFailure failure) {
            over(false, failure.words());
        }

        @Override
        public void refused(FetchFailure failure) {
            if (failure.isOfTheAddress() && others.hasNext()) {
                look(others.next());
            } else {
                failed(failure);
            }
        }

        @Override
        public void closedUnanswered() {
            over(false, "it closes without an answer");
        }

        private void over(boolean good, String words) {
            if (over) {
                return;
            }
            over = true;
            if (connection != null) {
                connection.close();
            }
            if (sites.looked(site, origin, check, good)) {
                var now = good ? "well" : "ill";
                LOG.info("{} of site {} is {}: {}", origin.name(), site.name(), now, words);
            }
            if (loop.isShuttingDown()) {
                return;
            }
            var next = new Look(site, check, origin, loop);
            loop.schedule(next::begin, check.every().toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean isGone() {
            return over;
        }

        @Override
        public void ready() {}

        @Override
        public void writable() {}

        @Override
        public void interim(Response response) {}

        @Override
        public void data(ByteBuf bytes, boolean last) {
            bytes.release();
        }

        @Override
        public void end() {}
    }
}
