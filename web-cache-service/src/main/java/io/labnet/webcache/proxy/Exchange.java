package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Via;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Forward;
import io.labnet.webcache.policy.Forwarding;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Portion;
import io.labnet.webcache.policy.Reuse;
import io.labnet.webcache.policy.VaryKey;
import io.labnet.webcache.store.Flights.Boarding;
import io.labnet.webcache.store.Flights.Flight;
import io.labnet.webcache.store.Found;
import io.labnet.webcache.store.StoredObject;
import io.labnet.webcache.upstream.FetchFailure;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import java.util.Optional;
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
 *     |  |-- on disk: bring it, then as if it had been found
 *     |  |-- somebody fetches it already: wait --> follow
 *     |  '------------------------ look again <----'
 *     '-- miss, or must be validated ----------------------> relay
 * </pre>
 *
 * <p>Lives on its client's event loop.
 */
final class Exchange {
    private final ClientStream client;
    private final Parts parts;
    private @Nullable Request request;
    private @Nullable Relay relay;
    private @Nullable Serving serving;
    private Forward collapsed = Forward.URI_MISS;
    private boolean loading;
    private @Nullable String awaited;

    Exchange(ClientStream client, Parts parts) {
        this.client = client;
        this.parts = parts;
    }

    void start(Request asked) {
        request = asked;
        parts.counts().requests.increment();
        if (Via.hasPassed(asked.fields(), parts.pseudonym())) {
            // RFC 9110 section 7.6.3: Via is there to find loops.
            refuse(Refusal.of(new FetchFailure.Loop(asked.target().authority())));
        } else if (parts.edgeOnly() && !isOfASite(asked)) {
            // RFC 9110 section 15.5.20
            refuse(new Refusal(421, "there is no site " + asked.target().host() + " here"));
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

    private boolean isOfASite(Request asked) {
        return parts.upstream().sites().of(asked.target().host()).isPresent();
    }

    private void lookUp(Request asked, boolean mayWait) {
        switch (parts.store().find(asked)) {
            case Found.Nothing _ -> ask(asked, Forward.URI_MISS, null, mayWait);
            case Found.OtherVariants _ -> ask(asked, Forward.VARY_MISS, null, mayWait);
            case Found.Match(var object) -> found(asked, object, mayWait);
            case Found.OnDisk onDisk -> {
                loading = true;
                parts.store().load(onDisk, object -> loaded(asked, object, mayWait));
            }
        }
    }

    private void loaded(Request asked, Optional<StoredObject> object, boolean mayWait) {
        client.loop()
                .execute(() -> {
                    if (loading) {
                        loading = false;
                        object.ifPresentOrElse(
                                found -> found(asked, found, mayWait),
                                () -> ask(asked, Forward.URI_MISS, null, mayWait));
                    }
                });
    }

    private void found(Request asked, StoredObject object, boolean mayWait) {
        if (isPart(object)) {
            judgePart(asked, object, mayWait);
        } else {
            judge(asked, object, mayWait);
        }
    }

    private static boolean isPart(StoredObject object) {
        return object.head().response().status() == 206;
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
        if (parts.flights().board(key(asked, object), news -> {})
                instanceof Boarding.Lead<Outcome>(var flight)) {
            Relay.unasked(this, client, parts, asked, object, flight).start();
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
        board(asked, why, stale, key(asked, stale));
    }

    private static String key(Request asked, @Nullable StoredObject stale) {
        return asked.target().uri() + (stale == null ? "" : " " + stale.key());
    }

    private void board(Request asked, Forward why, @Nullable StoredObject stale, String what) {
        var boarding =
                parts.flights()
                        .board(what, news -> client.loop().execute(() -> told(asked, what, news)));
        switch (boarding) {
            case Boarding.Lead<Outcome>(var flight) -> lead(asked, why, stale, flight);
            case Boarding.Full<Outcome> _ -> fetch(asked, why, stale, null);
            case Boarding.Told<Outcome>(var news) -> {
                await(why, what);
                told(asked, what, news);
            }
            case Boarding.Wait<Outcome> _ -> {
                await(why, what);
                var millis = parts.limits().collapse().toMillis();
                var over = new Outcome.Over();
                var _ =
                        client.loop()
                                .schedule(
                                        () -> told(asked, what, over),
                                        millis,
                                        TimeUnit.MILLISECONDS);
            }
        }
    }

    // Another's fetch may have landed since the store was asked.
    private void lead(
            Request asked, Forward why, @Nullable StoredObject stale, Flight<Outcome> flight) {
        if (parts.store().find(asked) instanceof Found.Match(var object)
                && !isPart(object)
                && (stale == null || !object.head().equals(stale.head()))) {
            flight.land(new Outcome.Over());
            collapsed = why;
            judge(asked, object, false);
        } else {
            fetch(asked, why, stale, flight);
        }
    }

    private void await(Forward why, String what) {
        collapsed = why;
        awaited = what;
    }

    private void told(Request asked, String what, Outcome news) {
        if (!what.equals(awaited)) {
            return;
        }
        awaited = null;
        switch (news) {
            case Outcome.Shared(var arriving) -> share(asked, what, arriving);
            case Outcome.Over _ -> lookUp(asked, false);
            case Outcome.Troubled _ -> standIn(asked, () -> lookUp(asked, false));
            case Outcome.Failed(var failure) -> standIn(asked, () -> refuse(Refusal.of(failure)));
        }
    }

    private void standIn(Request asked, Runnable otherwise) {
        var now = parts.clock().instant();
        if (parts.store().find(asked) instanceof Found.Match(var object)
                && !isPart(object)
                && parts.standsIn(asked, object.head())) {
            var ttl = Freshness.of(object.head(), now).ttl();
            serve(object, CacheStatus.standIn(collapsed, ttl));
        } else {
            otherwise.run();
        }
    }

    private void share(Request asked, String what, StoredObject arriving) {
        if (!arriving.key().matches(asked)) {
            // RFC 9111 section 4.1: of each variant one fetch is enough, too.
            var key = VaryKey.of(asked, arriving.head().response());
            var variant = asked.target().uri() + " " + key;
            if (what.equals(variant)) {
                lookUp(asked, false);
            } else {
                board(asked, Forward.VARY_MISS, null, variant);
            }
            return;
        }
        switch (Reuse.judge(asked, arriving.head(), parts.clock().instant())) {
            case Reuse.Serve _, Reuse.ServeWhileRevalidating _ -> {
                parts.counts().hits.increment();
                serve(arriving, CacheStatus.collapsed(collapsed));
            }
            case Reuse.Validate _, Reuse.Withhold _ -> lookUp(asked, false);
        }
    }

    /** Sends a request whose answer goes into the store if it may. */
    void fetch(
            Request asked,
            Forward why,
            @Nullable StoredObject stale,
            @Nullable Flight<Outcome> flight) {
        relay = Relay.storing(this, client, parts, asked, why, stale, flight);
        relay.start();
    }

    /** Sends a request that wants the whole answer, whatever is stored. */
    void fetchWhole(Request asked, Forward why, @Nullable Flight<Outcome> flight) {
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

    /**
     * Passes on an answer that arrives, as it goes into the store.
     *
     * @param head as this client gets it
     * @return false when the answer has been given up meanwhile
     */
    boolean passOn(StoredObject arriving, Response head) {
        if (request == null) {
            return false;
        }
        var begun = new Serving(client, parts, request, arriving);
        serving = begun;
        var couldBegin = begun.passOn(head);
        serving = couldBegin ? begun : null;
        return couldBegin;
    }

    /** Answers a request with the proxy's own words. */
    void refuse(Request asked, Refusal refusal) {
        request = asked;
        refuse(refusal);
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
            client.data(Unpooled.wrappedBuffer(refusal.content()));
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
        awaited = null;
        loading = false;
        if (serving != null) {
            serving.close();
        }
        if (relay != null) {
            relay.clientGone();
        }
    }
}
