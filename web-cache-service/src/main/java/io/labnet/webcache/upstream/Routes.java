package io.labnet.webcache.upstream;

import io.labnet.stub.Lookup;
import io.labnet.webcache.message.Target;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the way to a host: its addresses by the lab's resolver, then the fence around the lab. */
public final class Routes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final int LOOKUPS_MAX = 256;

    private enum Purpose {
        REQUEST,
        TUNNEL,
        CHOSEN
    }

    private final Names names;
    private final Destinations destinations;
    private final InetSocketAddress own;
    private final Semaphore lookups = new Semaphore(LOOKUPS_MAX);
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("web-cache-names-", 1).factory());

    /** Routes for a proxy that listens at {@code own}. */
    public Routes(Names names, Destinations destinations, InetSocketAddress own) {
        this.names = names;
        this.destinations = destinations;
        this.own = own;
    }

    /**
     * Looks for a way, off the event loop.
     *
     * @param tunnel whether it is for CONNECT
     * @param found told on the event loop
     */
    public void find(Target target, boolean tunnel, EventLoop loop, Consumer<Route> found) {
        find(target, tunnel ? Purpose.TUNNEL : Purpose.REQUEST, loop, found);
    }

    /** Looks for a way to a place that whoever runs this proxy has chosen: any but itself. */
    void findChosen(Target target, EventLoop loop, Consumer<Route> found) {
        find(target, Purpose.CHOSEN, loop, found);
    }

    private void find(Target target, Purpose purpose, EventLoop loop, Consumer<Route> found) {
        var literal = literal(target.host());
        if (!literal.isEmpty()) {
            found.accept(checked(literal, target.port(), purpose));
            return;
        }
        if (!lookups.tryAcquire()) {
            found.accept(closed(new FetchFailure.Busy("too many names are being looked up")));
            return;
        }
        try {
            threads.execute(() -> lookUp(target, purpose, loop, found));
        } catch (RejectedExecutionException closing) {
            lookups.release();
            found.accept(closed(new FetchFailure.Busy("the proxy is closing")));
        }
    }

    private void lookUp(Target target, Purpose purpose, EventLoop loop, Consumer<Route> found) {
        Route route;
        try {
            route = route(target, purpose);
        } catch (RuntimeException bug) {
            LOG.warn("Looking up {} failed", target.host(), bug);
            route = closed(new FetchFailure.Unresolved(target.host(), "the resolver failed"));
        } finally {
            lookups.release();
        }
        var told = route;
        loop.execute(() -> found.accept(told));
    }

    private Route route(Target target, Purpose purpose) {
        var host = target.host();
        return switch (names.addresses(host)) {
            case Lookup.Found<InetAddress>(var addresses) ->
                    checked(addresses, target.port(), purpose);
            case Lookup.NoSuchName<InetAddress> _ -> closed(new FetchFailure.NoSuchHost(host));
            case Lookup.NoData<InetAddress> _ -> closed(new FetchFailure.NoAddress(host));
            case Lookup.Failed<InetAddress>(_, var reason) ->
                    closed(new FetchFailure.Unresolved(host, reason));
        };
    }

    private Route checked(List<InetAddress> addresses, int port, Purpose purpose) {
        var open = new ArrayList<InetSocketAddress>();
        FetchFailure refusal = new FetchFailure.Busy("no address");
        for (var address : addresses) {
            var to = new InetSocketAddress(address, port);
            // What is connected to is this very address: the name is not looked up again, so it
            // cannot lead elsewhere meanwhile.
            var reason = refusal(to, purpose);
            if (reason.isPresent()) {
                refusal = reason.get();
            } else {
                open.add(to);
            }
        }
        return open.isEmpty() ? closed(refusal) : new Route.Open(alternating(open));
    }

    private Optional<FetchFailure> refusal(InetSocketAddress to, Purpose purpose) {
        return switch (purpose) {
            case REQUEST -> destinations.refusal(to, own, false);
            case TUNNEL -> destinations.refusal(to, own, true);
            case CHOSEN -> Destinations.loop(to, own);
        };
    }

    /** The families in turn, so that one that is cut off costs one try (RFC 8305 section 4). */
    static List<InetSocketAddress> alternating(List<InetSocketAddress> addresses) {
        var first = addresses.getFirst().getAddress().getClass();
        var same = new ArrayDeque<InetSocketAddress>();
        var other = new ArrayDeque<InetSocketAddress>();
        for (var one : addresses) {
            (one.getAddress().getClass() == first ? same : other).add(one);
        }
        var order = new ArrayList<InetSocketAddress>();
        while (!same.isEmpty() || !other.isEmpty()) {
            Optional.ofNullable(same.poll()).ifPresent(order::add);
            Optional.ofNullable(other.poll()).ifPresent(order::add);
        }
        return List.copyOf(order);
    }

    // An address needs no lookup, and localhost must not leave the host (RFC 6761 section 6.3).
    private static List<InetAddress> literal(String host) {
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var bytes = NetUtil.createByteArrayFromIpAddressString(bare);
        try {
            if (bytes != null) {
                return List.of(InetAddress.getByAddress(bytes));
            }
            return host.equals("localhost")
                    ? List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}))
                    : List.of();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Route closed(FetchFailure failure) {
        return new Route.Closed(failure);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
