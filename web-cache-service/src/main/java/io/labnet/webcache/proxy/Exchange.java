package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.message.Via;
import io.labnet.webcache.policy.ByteRange.Part;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Collapsing;
import io.labnet.webcache.policy.Completion;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Forward;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Reuse;
import io.labnet.webcache.policy.VaryKey;
import io.labnet.webcache.store.Flights.Boarding;
import io.labnet.webcache.store.Flights.Flight;
import io.labnet.webcache.store.Found;
import io.labnet.webcache.store.StoredObject;
import io.labnet.webcache.upstream.FetchFailure;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import java.time.Duration;
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
        var misdirected = parts.door().misdirected(asked.target(), parts.upstream().sites());
        if (Via.hasPassed(asked.fields(), parts.pseudonym())) {
            // RFC 9110 section 7.6.3: Via is there to find loops.
            refuse(Refusal.of(new FetchFailure.Loop(asked.target().authority())));
        } else if (misdirected.isPresent()) {
            // RFC 9110 section 15.5.20
            refuse(new Refusal(421, misdirected.get()));
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
        if (object.isPartial()) {
            judgePart(asked, object, mayWait);
        } else {
            judge(asked, object, mayWait);
        }
    }

    private void judgePart(Request asked, StoredObject object, boolean mayWait) {
        switch (completion(asked, object)) {
            case Completion.Held(var freshness) -> hit(object, CacheStatus.hit(freshness.ttl()));
            case Completion.Missing _ -> ask(asked, Forward.PARTIAL, object, mayWait);
            case Completion.Useless _ -> ask(asked, Forward.PARTIAL, null, mayWait);
        }
    }

    private Completion completion(Request asked, StoredObject partial) {
        var holding = partial.holding();
        if (holding.isEmpty()) {
            return new Completion.Useless();
        }
        var now = parts.clock().instant();
        var judged = Completion.judge(asked, partial.head(), holding.get(), now);
        return judged instanceof Completion.Missing
                        && !parts.store().combines(holding.get().totalBytes())
                ? new Completion.Useless()
                : judged;
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
            fetchPart(asked, why, stale);
        } else if (mayWait) {
            collapse(asked, why, stale);
        } else {
            fetch(asked, why, stale, null);
        }
    }

    private void collapse(Request asked, Forward why, @Nullable StoredObject stale) {
        var waits = Collapsing.judge(asked, why, parts.store().known(asked.target()));
        switch (waits) {
            case NEVER -> fetch(asked, why, stale, null);
            case BRIEFLY, PATIENTLY -> board(asked, why, stale, key(asked, stale), waits);
        }
    }

    private static String key(Request asked, @Nullable StoredObject stale) {
        return asked.target().uri() + (stale == null ? "" : " " + stale.key());
    }

    private void board(
            Request asked,
            Forward why,
            @Nullable StoredObject stale,
            String what,
            Collapsing waits) {
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
            case Boarding.Wait<Outcome>(var flight) -> {
                await(why, what);
                var limits = parts.limits().collapse();
                later(limits.longest(), () -> told(asked, what, new Outcome.Over()));
                if (waits == Collapsing.BRIEFLY) {
                    later(limits.unknown(), () -> goBeside(asked, why, what, flight));
                }
            }
        }
    }

    private void later(Duration time, Runnable then) {
        var _ = client.loop().schedule(then, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void goBeside(Request asked, Forward why, String what, Flight<Outcome> flight) {
        if (what.equals(awaited) && flight.letBeside(parts.limits().collapse().beside())) {
            awaited = null;
            fetch(asked, why, null, null);
        }
    }

    // Another's fetch may have landed since the store was asked.
    private void lead(
            Request asked, Forward why, @Nullable StoredObject stale, Flight<Outcome> flight) {
        if (parts.store().find(asked) instanceof Found.Match(var object)
                && !object.isPartial()
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
                && !object.isPartial()
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
                board(asked, Forward.VARY_MISS, null, variant, Collapsing.PATIENTLY);
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
        send(errand(asked, why, stale, flight));
    }

    private Errand errand(
            Request asked,
            Forward why,
            @Nullable StoredObject stored,
            @Nullable Flight<Outcome> flight) {
        if (stored != null && stored.isPartial()) {
            return completion(asked, stored) instanceof Completion.Missing(var missing)
                    ? Errand.completing(asked, stored, missing, flight)
                    : Errand.whole(asked, why, flight);
        }
        if (stored != null) {
            return Errand.validating(asked, why, stored, flight);
        }
        return why == Forward.VARY_MISS
                ? Errand.selecting(asked, Updating.candidates(parts, asked), flight)
                : Errand.whole(asked, why, flight);
    }

    private void send(Errand errand) {
        relay = Relay.of(this, client, parts, errand);
        relay.start();
    }

    /** Sends a request that wants the whole answer, whatever is stored. */
    void fetchWhole(Request asked, Forward why, @Nullable Flight<Outcome> flight) {
        send(Errand.whole(asked, why, flight));
    }

    // A part never takes the place of a whole, however old that is.
    private void fetchPart(Request asked, Forward why, @Nullable StoredObject stored) {
        switch (why) {
            case URI_MISS, VARY_MISS, PARTIAL ->
                    send(
                            stored != null && stored.isPartial()
                                    ? errand(asked, why, stored, null)
                                    : Errand.part(asked, why));
            case BYPASS, METHOD, REQUEST, STALE -> pass(asked, why);
        }
    }

    private void pass(Request asked, Forward why) {
        send(Errand.passing(asked, why));
    }

    /** Answers from the store. */
    void serve(StoredObject object, String cacheStatus) {
        serve(object, cacheStatus, Part.NONE);
    }

    /**
     * Answers from the store, and with what goes there at the same time.
     *
     * @param arriving which bytes of the whole come from the origin for this answer
     */
    void serve(StoredObject object, String cacheStatus, Part arriving) {
        if (request != null) {
            var begun = new Serving(client, parts, request, object, arriving);
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
        var begun = new Serving(client, parts, request, arriving, Part.ALL);
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
