package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Via;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Forward;
import io.labnet.webcache.policy.Forwarding;
import io.labnet.webcache.policy.Portion;
import io.labnet.webcache.policy.Reuse;
import io.labnet.webcache.store.Flights.Boarding;
import io.labnet.webcache.store.Flights.Flight;
import io.labnet.webcache.store.Found;
import io.labnet.webcache.store.StoredObject;
import io.labnet.webcache.upstream.FetchFailure;
import io.netty.handler.codec.http.HttpContent;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and the way to its answer.
 *
 * <pre>
 *   start -- not for a cache ------------------------------> relay
 *     |
 *   look up -- may be served --> serve
 *     |  ^
 *     |  '-- somebody fetches it already: wait, look again
 *     '-- miss, or must be validated ----------------------> relay
 * </pre>
 *
 * <p>Lives on its client's event loop.
 */
final class Exchange {
    private final ClientConnection client;
    private final Parts parts;
    private @Nullable Request request;
    private @Nullable Relay relay;
    private @Nullable Serving serving;
    private Forward collapsed = Forward.URI_MISS;
    private boolean waiting;

    Exchange(ClientConnection client, Parts parts) {
        this.client = client;
        this.parts = parts;
    }

    void start(Request asked) {
        request = asked;
        parts.counts().requests.increment();
        if (Via.hasPassed(asked.fields(), parts.pseudonym())) {
            // RFC 9110 section 7.6.3: Via is there to find loops.
            refuse(Refusal.of(new FetchFailure.Loop(asked.target().authority())));
        } else if (asked.method().equals("TRACE")) {
            // It would show a script what its browser hides (RFC 9110 section 9.3.8).
            refuse(new Refusal(405, "TRACE is not passed on"));
        } else if (Forwarding.endsHere(asked)) {
            refuse(new Refusal(200, "this proxy passes on every method but TRACE"));
        } else if (!asked.method().equals("GET") && !asked.method().equals("HEAD")) {
            pass(asked, Forward.METHOD);
        } else if (asked.hasContent() || Conditions.onlyForTheOrigin(asked)) {
            pass(asked, Forward.BYPASS);
        } else {
            lookUp(asked, true);
        }
    }

    private void lookUp(Request asked, boolean mayWait) {
        switch (parts.store().find(asked)) {
            case Found.Nothing _ -> ask(asked, Forward.URI_MISS, null, mayWait);
            case Found.OtherVariants _ -> ask(asked, Forward.VARY_MISS, null, mayWait);
            case Found.Match(var object) when object.head().response().status() == 206 ->
                    judgePart(asked, object, mayWait);
            case Found.Match(var object) -> judge(asked, object, mayWait);
        }
    }

    // RFC 9111 section 3.3: good for what lies within it, and only while it needs no validation.
    private void judgePart(Request asked, StoredObject object, boolean mayWait) {
        var wanted =
                Portion.of(object.head().response())
                        .flatMap(p ->
                                p.wanted(asked, object.head(), object.content().lengthBytes()));
        if (wanted.isPresent()
                && Reuse.judge(asked, object.head(), parts.clock().instant())
                        instanceof Reuse.Serve(var freshness, _)) {
            hit(object, CacheStatus.hit(freshness.ttl()));
        } else {
            ask(asked, Forward.PARTIAL, null, mayWait);
        }
    }

    private void judge(Request asked, StoredObject object, boolean mayWait) {
        switch (Reuse.judge(asked, object.head(), parts.clock().instant())) {
            case Reuse.Serve(var freshness, _) ->
                    hit(
                            object,
                            mayWait
                                    ? CacheStatus.hit(freshness.ttl())
                                    : CacheStatus.collapsed(collapsed));
            case Reuse.ServeWhileRevalidating(var freshness, _) -> {
                revalidate(asked, object);
                hit(object, CacheStatus.revalidating(freshness.ttl()));
            }
            case Reuse.Validate(var why, _) -> ask(asked, why, object, mayWait);
            case Reuse.Withhold(var why, _) -> ask(asked, why, null, mayWait);
        }
    }

    private void hit(StoredObject object, String cacheStatus) {
        parts.counts().hits.increment();
        object.hits().incrementAndGet();
        serve(object, cacheStatus);
    }

    // One at a time for each stored response; nobody waits for it.
    private void revalidate(Request asked, StoredObject object) {
        if (asked.cacheControl().has("only-if-cached")) {
            // RFC 9111 section 5.2.1.7: this client leaves the origin alone.
            return;
        }
        if (parts.flights().board(key(asked, object), () -> {}) instanceof Boarding.Lead lead) {
            Relay.unasked(this, client, parts, asked, object, lead.flight()).start();
        }
    }

    private void ask(Request asked, Forward why, @Nullable StoredObject stale, boolean mayWait) {
        if (asked.cacheControl().has("only-if-cached")) {
            // RFC 9111 section 5.2.1.7
            refuse(new Refusal(504, "only-if-cached, but there is nothing fresh in the cache"));
        } else if (asked.method().equals("HEAD")) {
            pass(asked, why);
        } else if (asked.fields().has("Range")) {
            fetchPart(asked, why);
        } else if (mayWait && mayCollapse(asked, why)) {
            board(asked, why, stale);
        } else {
            fetch(asked, why, stale, null);
        }
    }

    // Only requests whose answer will probably do for all of them.
    private boolean mayCollapse(Request asked, Forward why) {
        return why != Forward.REQUEST
                && !asked.fields().has("Authorization")
                && !asked.cacheControl().has("no-store")
                && !parts.store().isUncacheable(asked.target().uri());
    }

    private void board(Request asked, Forward why, @Nullable StoredObject stale) {
        var boarding =
                parts.flights()
                        .board(key(asked, stale), () -> client.loop().execute(() -> landed(asked)));
        switch (boarding) {
            case Boarding.Lead(var flight) -> fetch(asked, why, stale, flight);
            case Boarding.Full _ -> fetch(asked, why, stale, null);
            case Boarding.Wait _ -> {
                waiting = true;
                collapsed = why;
                var millis = parts.limits().collapse().toMillis();
                var _ = client.loop().schedule(() -> landed(asked), millis, TimeUnit.MILLISECONDS);
            }
        }
    }

    private static String key(Request asked, @Nullable StoredObject stale) {
        return asked.target().uri() + (stale == null ? "" : " " + stale.key());
    }

    private void landed(Request asked) {
        if (waiting) {
            waiting = false;
            lookUp(asked, false);
        }
    }

    /** Sends a request whose answer goes into the store if it may. */
    void fetch(Request asked, Forward why, @Nullable StoredObject stale, @Nullable Flight flight) {
        relay = Relay.storing(this, client, parts, asked, why, stale, flight);
        relay.start();
    }

    /** Sends a request that wants the whole answer, whatever is stored. */
    void fetchWhole(Request asked, Forward why, @Nullable Flight flight) {
        relay = Relay.whole(this, client, parts, asked, why, flight);
        relay.start();
    }

    // A part never takes the place of a whole, however old that is.
    private void fetchPart(Request asked, Forward why) {
        switch (why) {
            case URI_MISS, VARY_MISS, PARTIAL -> {
                relay = Relay.part(this, client, parts, asked, why);
                relay.start();
            }
            case BYPASS, METHOD, REQUEST, STALE -> pass(asked, why);
        }
    }

    private void pass(Request asked, Forward why) {
        relay = Relay.passing(this, client, parts, asked, why);
        relay.start();
    }

    /** Answers from the store. */
    void serve(StoredObject object, String cacheStatus) {
        if (request != null) {
            var begun = new Serving(client, parts, request, object);
            serving = begun;
            var status =
                    parts.discretion().explains()
                            ? CacheStatus.withKey(cacheStatus, object.uri())
                            : cacheStatus;
            if (!begun.start(status)) {
                // Dropped from disk, or purged, since it was found.
                serving = null;
                fetch(request, Forward.URI_MISS, null, null);
            }
        }
    }

    /** Answers with the proxy's own words. */
    void refuse(Refusal refusal) {
        if (refusal.status() >= 500) {
            parts.counts().failures.increment();
        }
        var head = refusal.head(parts.clock().instant());
        var hasContent = request == null || !request.method().equals("HEAD");
        said(head);
        client.head(head, hasContent);
        if (hasContent) {
            client.data(ClientConnection.buffer(refusal.content()));
        }
        client.end();
    }

    /** Records what the client is told. */
    void said(Response head) {
        var to = request;
        parts.trace()
                .record(
                        "HTTP",
                        client.local(),
                        client.remote(),
                        () -> head + (to == null ? "" : " to " + to) + status(head));
    }

    private static String status(Response head) {
        var all = head.fields().all(CacheStatus.FIELD);
        return all.isEmpty() ? "" : " (" + all.getLast() + ")";
    }

    /** The client has sent some content, or the end of it. */
    void sent(HttpContent content) {
        if (relay != null) {
            relay.sent(content);
        } else {
            content.release();
        }
    }

    /** The client reads again. */
    void writable() {
        if (serving != null) {
            serving.more();
        } else if (relay != null) {
            relay.clientReads();
        }
    }

    void clientGone() {
        waiting = false;
        if (serving != null) {
            serving.close();
        }
        if (relay != null) {
            relay.clientGone();
        }
    }
}
