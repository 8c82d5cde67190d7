package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Forward;
import io.labnet.webcache.policy.Forwarding;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Invalidation;
import io.labnet.webcache.policy.Reason;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes one request to its origin, and the answer to the client and, where that is allowed, into
 * the store.
 *
 * <p>The client may leave before the end: an answer that goes into the store is still read to its
 * end, for the next client; any other is given up.
 */
final class Relay implements Answers {
    private static final Reason TOO_LARGE =
            new Reason("larger than this cache keeps", "its settings");

    private final Exchange exchange;
    private final ClientConnection client;
    private final Parts parts;
    private final Request request;
    private final Forward why;
    private final boolean mayStore;
    private final @Nullable Flight flight;
    private final Fetch fetch;
    private @Nullable StoredObject stale;
    private List<StoredObject> candidates = List.of();
    private @Nullable Filling filling;
    private Instant requested = Instant.EPOCH;
    private boolean attached = true;
    private boolean headSent;
    private boolean headIsAll;
    private boolean confirmed;
    private boolean pausedForClient;
    private @Nullable Reason notKept;
    private long begun;

    private Relay(
            Exchange exchange,
            ClientConnection client,
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
        var outgoing = Forwarding.toOrigin(asked, client.minorVersion(), parts.pseudonym());
        this.fetch = new Fetch(parts.upstream(), client.loop(), outgoing, this);
    }

    /** A relay of what the cache has no part in. */
    static Relay passing(
            Exchange exchange, ClientConnection client, Parts parts, Request request, Forward why) {
        return new Relay(exchange, client, parts, request, request, why, null, null, false);
    }

    /** A relay of a request for a part, whose answer is stored if it may be. */
    static Relay part(
            Exchange exchange, ClientConnection client, Parts parts, Request request, Forward why) {
        return new Relay(exchange, client, parts, request, request, why, null, null, true);
    }

    /**
     * A relay whose answer is stored if it may be.
     *
     * @param stale what the store has, to be validated; null for nothing
     * @param flight what others wait for; null when none do
     */
    static Relay storing(
            Exchange exchange,
            ClientConnection client,
            Parts parts,
            Request request,
            Forward why,
            @Nullable StoredObject stale,
            @Nullable Flight flight) {
        if (stale == null) {
            return why == Forward.VARY_MISS
                    ? selecting(exchange, client, parts, request, flight)
                    : whole(exchange, client, parts, request, why, flight);
        }
        var asked = Revalidation.conditional(request, stale.head().response());
        return new Relay(exchange, client, parts, request, asked, why, stale, flight, true);
    }

    /** A relay that wants the whole answer. */
    static Relay whole(
            Exchange exchange,
            ClientConnection client,
            Parts parts,
            Request request,
            Forward why,
            @Nullable Flight flight) {
        var asked = Revalidation.unconditional(request);
        return new Relay(exchange, client, parts, request, asked, why, null, flight, true);
    }

    // One of the variants for other requests may do for this one, too: the origin knows.
    private static Relay selecting(
            Exchange exchange,
            ClientConnection client,
            Parts parts,
            Request request,
            @Nullable Flight flight) {
        var candidates = Updating.candidates(parts, request);
        var asked = Revalidation.conditional(request, Updating.responses(candidates));
        var why = Forward.VARY_MISS;
        var relay = new Relay(exchange, client, parts, request, asked, why, null, flight, true);
        relay.candidates = candidates;
        return relay;
    }

    /** A relay that validates what a client has been given already, and tells nobody. */
    static Relay unasked(
            Exchange exchange,
            ClientConnection client,
            Parts parts,
            Request request,
            StoredObject stale,
            Flight flight) {
        var unasked = Revalidation.unasked(request);
        var relay = storing(exchange, client, parts, unasked, Forward.STALE, stale, flight);
        relay.attached = false;
        return relay;
    }

    void start() {
        requested = parts.clock().instant();
        begun = parts.store().begin();
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
            client.interim(Forwarding.interim(response, parts.pseudonym()));
        }
    }

    @Override
    public void head(Response head, int minorVersion) {
        var now = parts.clock().instant();
        var response = Forwarding.toClient(head, minorVersion, parts.pseudonym(), now);
        Invalidation.of(request, response).forEach(parts.store()::purge);
        if (request.method().equals("HEAD") && head.status() == 200) {
            updating().heard(response, now);
        }
        if (stale != null && head.status() == 304) {
            validated(stale, response, now);
        } else if (!candidates.isEmpty() && head.status() == 304) {
            selected(response, now);
        } else if (stale != null && isError(head.status()) && standsIn(stale, now)) {
            fetch.cancel();
            standIn(stale, CacheStatus.standIn(why, head.status(), ttl(stale, now)));
        } else {
            if (mayStore) {
                parts.counts().misses.increment();
                openFilling(new Received(response, requested, now, parts.discretion()));
            }
            deliver(response, now);
            more();
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
            confirmed(updating().update(old, notModified, now));
        } else {
            // It speaks of something that we never had: what we have is worth nothing.
            parts.store().purge(old.uri());
            stale = null;
            fetchWhole();
        }
    }

    private void selected(Response notModified, Instant now) {
        parts.counts().revalidations.increment();
        updating()
                .select(candidates, notModified, now)
                .ifPresentOrElse(this::confirmed, this::fetchWhole);
    }

    private Updating updating() {
        return new Updating(parts, request, requested);
    }

    private void confirmed(StoredObject newer) {
        stale = newer;
        confirmed = true;
        fetch.more();
    }

    private void fetchWhole() {
        fetch.cancel();
        if (attached) {
            exchange.fetchWhole(request, why, flight);
        } else {
            land();
        }
    }

    private void openFilling(Received answer) {
        switch (Storability.judge(request, answer)) {
            case Storability.Storable _ -> {
                filling = begunFilling(answer.kept());
                notKept = filling == null ? TOO_LARGE : null;
            }
            case Storability.Unstorable(var reason) -> notKept = reason;
        }
        if (filling == null) {
            uncacheable();
        }
    }

    private @Nullable Filling begunFilling(Received received) {
        var response = received.response();
        var key = VaryKey.of(request, response);
        var head = new Filling.Head(request.target().uri(), key, received);
        var announced = response.announcedBytes().orElse(Content.UNKNOWN);
        return parts.store().open(head, announced, begun).orElse(null);
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
        var spared = mayStore && Conditions.hasIt(request, response, now);
        var kept = filling != null;
        var status =
                spared
                        ? CacheStatus.spared(why, response.status(), kept)
                        : CacheStatus.forwarded(why, kept);
        var told = response.with(response.fields().plus(CacheStatus.FIELD, explained(status)));
        if (spared) {
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

    private String explained(String status) {
        if (!mayStore || !parts.discretion().explains()) {
            return status;
        }
        return notKept == null
                ? CacheStatus.withKey(status, request.target().uri())
                : CacheStatus.withDetail(status, notKept);
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
            more();
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
            more();
        } else {
            pausedForClient = true;
        }
    }

    /** Asks for more as soon as the store can take it. */
    private void more() {
        var fills = filling;
        if (fills == null || fills.wantsMore(() -> client.loop().execute(fetch::more))) {
            fetch.more();
        }
    }

    // Content for the store alone. A 304 ends when all of it is there, as any other answer does:
    // whoever has heard it finds stored what it is about.
    private void unsent() {
        if (filling != null) {
            more();
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
            more();
        }
    }

    @Override
    public void end() {
        if (filling != null) {
            filling.finish();
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
            standIn(stale, CacheStatus.standIn(why, ttl(stale, now)));
        } else {
            exchange.refuse(Refusal.of(failure));
        }
    }

    private boolean standsIn(StoredObject old, Instant now) {
        return Reuse.standsInForError(request, old.head(), now);
    }

    private void standIn(StoredObject old, String cacheStatus) {
        land();
        if (attached) {
            exchange.serve(old, cacheStatus);
        }
    }

    private static Duration ttl(StoredObject old, Instant now) {
        return Freshness.of(old.head(), now).ttl();
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
