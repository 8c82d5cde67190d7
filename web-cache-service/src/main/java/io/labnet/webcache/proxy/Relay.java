package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Forward;
import io.labnet.webcache.policy.Forwarding;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Invalidation;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.Reuse;
import io.labnet.webcache.policy.Revalidation;
import io.labnet.webcache.policy.Storability;
import io.labnet.webcache.policy.VaryKey;
import io.labnet.webcache.store.Content;
import io.labnet.webcache.store.Filling;
import io.labnet.webcache.store.Flights.Flight;
import io.labnet.webcache.store.StoredObject;
import io.labnet.webcache.upstream.Answers;
import io.labnet.webcache.upstream.Fetch;
import io.labnet.webcache.upstream.FetchFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpContent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Passes one request to its origin, and the answer to the client and, where that is allowed, into
 * the store.
 *
 * <p>The client may leave before the end: an answer that goes into the store is still read to its
 * end, for the next client; any other is given up.
 */
final class Relay implements Answers {
    private final Exchange exchange;
    private final ClientStream client;
    private final Parts parts;
    private final Request request;
    private final Forward why;
    private final boolean mayStore;
    private final @Nullable Flight flight;
    private final Fetch fetch;
    private @Nullable StoredObject stale;
    private @Nullable Filling filling;
    private @Nullable Received received;
    private Instant requested = Instant.EPOCH;
    private boolean attached = true;
    private boolean headSent;
    private boolean headIsAll;
    private boolean confirmed;
    private boolean pausedForClient;

    private Relay(
            Exchange exchange,
            ClientStream client,
            Parts parts,
            Request request,
            Request asked,
            Forward why,
            @Nullable StoredObject stale,
            @Nullable Flight flight,
            boolean mayStore) {
        this.exchange = exchange;
        this.client = client;
        this.parts = parts;
        this.request = request;
        this.why = why;
        this.stale = stale;
        this.flight = flight;
        this.mayStore = mayStore;
        var outgoing = Forwarding.toOrigin(asked, client.version(), parts.pseudonym());
        this.fetch = new Fetch(parts.upstream(), client.loop(), outgoing, this);
    }

    /** A relay of what the cache has no part in. */
    static Relay passing(
            Exchange exchange, ClientStream client, Parts parts, Request request, Forward why) {
        return new Relay(exchange, client, parts, request, request, why, null, null, false);
    }

    /**
     * A relay whose answer is stored if it may be.
     *
     * @param stale what the store has, to be validated; null for nothing
     * @param flight what others wait for; null when none do
     */
    static Relay storing(
            Exchange exchange,
            ClientStream client,
            Parts parts,
            Request request,
            Forward why,
            @Nullable StoredObject stale,
            @Nullable Flight flight) {
        var asked =
                stale == null
                        ? Revalidation.unconditional(request)
                        : Revalidation.conditional(request, stale.head().response());
        return new Relay(exchange, client, parts, request, asked, why, stale, flight, true);
    }

    void start() {
        requested = parts.clock().instant();
        fetch.start();
    }

    /** The client has sent some of its content. */
    void sent(HttpContent content) {
        fetch.send(content);
        if (fetch.isWritable()) {
            client.readMore();
        }
    }

    @Override
    public void ready() {
        writable();
    }

    @Override
    public void writable() {
        if (attached && request.hasContent()) {
            client.readMore();
        }
    }

    @Override
    public void interim(Response response) {
        if (attached) {
            client.interim(response);
        }
    }

    @Override
    public void head(Response head, int minorVersion) {
        var now = parts.clock().instant();
        parts.ledger().originAnswered(Duration.between(requested, now));
        var response = Forwarding.toClient(head, minorVersion, parts.pseudonym(), now);
        Invalidation.of(request, response).forEach(parts.store()::purge);
        if (stale != null && head.status() == 304) {
            validated(stale, response, now);
        } else if (stale != null && isError(head.status()) && standsIn(stale, now)) {
            fetch.cancel();
            standIn(stale, now);
        } else {
            received = new Received(response, requested, now);
            if (mayStore) {
                parts.counts().misses.increment();
                openFilling(response);
            }
            deliver(response, now);
            fetch.more();
        }
    }

    // RFC 5861 section 4
    private static boolean isError(int status) {
        return status == 500 || status == 502 || status == 503 || status == 504;
    }

    // The 304 is read to its end first, so that its connection can be used again.
    private void validated(StoredObject old, Response notModified, Instant now) {
        parts.counts().revalidations.increment();
        var stored = old.head().response();
        if (Revalidation.confirms(stored, notModified)) {
            var head = Revalidation.freshened(stored, notModified, requested, now);
            var newer = old.freshened(head);
            parts.store().replace(old, newer);
            stale = newer;
            confirmed = true;
            fetch.more();
        } else {
            // It speaks of something that we never had: what we have is worth nothing.
            parts.store().purge(old.uri());
            fetch.cancel();
            stale = null;
            if (attached) {
                exchange.fetch(request, why, null, flight);
            } else {
                land();
            }
        }
    }

    private void openFilling(Response response) {
        var announced = response.announcedBytes().orElse(0);
        switch (Storability.judge(request, response)) {
            case Storability.Storable _ when parts.space().holds(announced) ->
                    filling = parts.space().open();
            case Storability.Storable _, Storability.Unstorable _ -> uncacheable();
        }
    }

    // Whoever waits had better go alone, and the next ones need not begin to wait.
    private void uncacheable() {
        if (flight != null) {
            parts.store().markUncacheable(request.target().uri());
            flight.land();
        }
    }

    private void deliver(Response response, Instant now) {
        if (!attached) {
            return;
        }
        headSent = true;
        var status = CacheStatus.forwarded(why, filling != null);
        var told = response.with(response.fields().plus(CacheStatus.FIELD, status));
        if (mayStore && Conditions.hasIt(request, response, now)) {
            exchange.said(Conditions.notModified(told));
            client.head(Conditions.notModified(told), false);
            headIsAll = true;
            if (filling == null) {
                endEarly();
            }
        } else {
            exchange.said(told);
            client.head(told, hasContent(response));
        }
    }

    // RFC 9112 section 6.3
    private boolean hasContent(Response response) {
        return !request.method().equals("HEAD")
                && response.status() != 204
                && response.status() != 304;
    }

    // The client has all that it gets, and nobody wants the content.
    private void endEarly() {
        detach();
        client.end();
    }

    private void detach() {
        attached = false;
        if (filling == null) {
            fetch.cancel();
            land();
        } else if (pausedForClient) {
            pausedForClient = false;
            fetch.more();
        }
    }

    @Override
    public void data(ByteBuf bytes, boolean last) {
        parts.counts().bytesFromOrigin.increment(bytes.readableBytes());
        keep(bytes);
        if (!attached || headIsAll) {
            bytes.release();
            unsent();
            return;
        }
        client.data(bytes);
        if (last) {
            // Stored first, so that whoever has seen all of it finds it in the store.
            return;
        }
        client.flush();
        if (client.isWritable()) {
            fetch.more();
        } else {
            pausedForClient = true;
        }
    }

    // Content for the store alone. A 304 ends when all of it is there, as any other answer does:
    // whoever has heard it finds stored what it is about.
    private void unsent() {
        if (filling != null) {
            fetch.more();
        } else if (attached) {
            endEarly();
        } else {
            fetch.cancel();
            land();
        }
    }

    private void keep(ByteBuf bytes) {
        if (filling != null) {
            filling.add(bytes.nioBuffer());
            if (filling.isAbandoned()) {
                filling = null;
                uncacheable();
            }
        }
    }

    /** The client reads again. */
    void clientReads() {
        if (pausedForClient) {
            pausedForClient = false;
            fetch.more();
        }
    }

    @Override
    public void end() {
        var head = received;
        if (filling != null && head != null) {
            filling.finish().map(content -> stored(head, content)).ifPresent(parts.store()::put);
        }
        land();
        if (!attached) {
            return;
        }
        if (confirmed && stale != null) {
            exchange.serve(stale, CacheStatus.validated(why, 304));
        } else {
            client.end();
        }
    }

    private StoredObject stored(Received head, Content content) {
        return new StoredObject(
                request.target().uri(), VaryKey.of(request, head.response()), head, content);
    }

    @Override
    public void failed(FetchFailure failure) {
        if (filling != null) {
            filling.abandon();
            filling = null;
        }
        land();
        if (!attached) {
            return;
        }
        var now = parts.clock().instant();
        if (headIsAll) {
            client.end();
        } else if (headSent) {
            client.abort();
        } else if (stale != null && standsIn(stale, now)) {
            standIn(stale, now);
        } else {
            exchange.refuse(Refusal.of(failure));
        }
    }

    private boolean standsIn(StoredObject old, Instant now) {
        return Reuse.standsInForError(request, old.head(), now);
    }

    private void standIn(StoredObject old, Instant now) {
        land();
        if (attached) {
            var ttl = Freshness.of(old.head(), now).ttl();
            exchange.serve(old, CacheStatus.standIn(why, ttl));
        }
    }

    private void land() {
        if (flight != null) {
            flight.land();
        }
    }

    void clientGone() {
        if (!attached) {
            return;
        }
        if (headSent || flight == null) {
            detach();
        } else {
            // Others wait for this one: it goes on until it is known whether it can be stored.
            attached = false;
        }
    }
}
