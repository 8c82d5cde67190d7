package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.ByteRange.Part;
import io.labnet.webcache.policy.CacheStatus;
import io.labnet.webcache.policy.Completion;
import io.labnet.webcache.policy.Conditions;
import io.labnet.webcache.policy.Forward;
import io.labnet.webcache.policy.Forwarding;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Invalidation;
import io.labnet.webcache.policy.Reason;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.Revalidation;
import io.labnet.webcache.policy.Storability;
import io.labnet.webcache.policy.Trailers;
import io.labnet.webcache.policy.VaryKey;
import io.labnet.webcache.proxy.Errand.What;
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
    private final ClientStream client;
    private final Parts parts;
    private final Errand errand;
    private final Request request;
    private final Forward why;
    private final @Nullable Flight<Outcome> flight;
    private final Fetch fetch;
    private @Nullable StoredObject stale;
    private List<StoredObject> candidates = List.of();
    private @Nullable Filling filling;
    private Instant requested = Instant.EPOCH;
    private boolean attached;
    private boolean handedOver;
    private boolean headSent;
    private boolean headIsAll;
    private boolean confirmed;
    private boolean pausedForClient;
    private long begun;
    private @Nullable Reason notKept;
    private Fields announced = Fields.NONE;
    private Fields trailers = Fields.NONE;

    private Relay(
            Exchange exchange, ClientStream client, Parts parts, Errand errand, boolean attached) {
        this.exchange = exchange;
        this.client = client;
        this.parts = parts;
        this.errand = errand;
        this.request = errand.request();
        this.why = errand.why();
        this.flight = errand.flight();
        this.attached = attached;
        switch (errand.what()) {
            case What.Stale(var object) -> stale = object;
            case What.Several(var several) -> candidates = several;
            case What.New _, What.Gap _ -> {}
        }
        var outgoing = Outgoing.of(errand.asked(), client, parts);
        this.fetch = new Fetch(parts.upstream(), client.loop(), outgoing, this);
    }

    /** A relay whose answer a client waits for. */
    static Relay of(Exchange exchange, ClientStream client, Parts parts, Errand errand) {
        return new Relay(exchange, client, parts, errand, true);
    }

    /** A relay that validates what a client has been given already, and tells nobody. */
    static Relay unasked(
            Exchange exchange,
            ClientStream client,
            Parts parts,
            Request request,
            StoredObject stale,
            Flight<Outcome> flight) {
        var unasked = Revalidation.unasked(request);
        var errand = Errand.validating(unasked, Forward.STALE, stale, flight);
        return new Relay(exchange, client, parts, errand, false);
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
        parts.ledger().originAnswered(Duration.between(requested, now));
        announced = Trailers.announced(request, head);
        var response = Forwarding.toClient(head, minorVersion, parts.pseudonym(), now);
        Invalidation.of(request, response).forEach(parts.store()::purge);
        if (request.method().equals("HEAD") && head.status() == 200) {
            updating().heard(response, now);
        }
        if (errand.what() instanceof What.Gap gap
                && (head.status() == 206 || head.status() == 416)) {
            completed(gap, new Received(response, requested, now, parts.discretion()));
        } else if (stale != null && head.status() == 304) {
            validated(stale, response, now);
        } else if (!candidates.isEmpty() && head.status() == 304) {
            selected(response, now);
        } else if (stale != null
                && Outcome.isTrouble(head.status())
                && parts.standsIn(request, stale.head())) {
            fetch.cancel();
            land(new Outcome.Troubled());
            standIn(stale, CacheStatus.standIn(why, head.status(), ttl(stale, now)));
        } else {
            if (errand.stores()) {
                parts.counts().misses.increment();
                openFilling(new Received(response, requested, now, parts.discretion()));
            }
            deliver(response, now);
            more();
        }
    }

    // What has arrived goes on to the client at once, between what was there before.
    private void completed(What.Gap gap, Received answer) {
        var held = gap.held();
        if (held.holding()
                        .filter(has ->
                                Completion.completes(answer, gap.missing(), held.head(), has))
                        .isPresent()
                && Storability.judge(request, answer) instanceof Storability.Storable) {
            filling = begunFilling(answer);
        }
        if (filling == null) {
            // It is no part of what we have, so what we have is worth nothing.
            parts.store().forget(held);
            fetchWhole();
            return;
        }
        parts.counts().misses.increment();
        var joined = held.joined(filling.object(), parts.discretion());
        if (flight != null) {
            flight.announce(new Outcome.Shared(joined));
        }
        if (attached) {
            handedOver = true;
            exchange.serve(
                    joined,
                    CacheStatus.spared(why, answer.response().status(), true),
                    gap.missing());
        }
        more();
    }

    // The 304 is read to its end first, so that its connection can be used again.
    private void validated(StoredObject old, Response notModified, Instant now) {
        parts.counts().revalidations.increment();
        var stored = old.head().response();
        if (Revalidation.confirms(stored, notModified)) {
            confirmed(updating().update(old, notModified, now));
        } else {
            // It speaks of something that we never had: what we have is worth nothing.
            parts.store().forget(old);
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
        land(new Outcome.Over());
        fetch.more();
    }

    private void fetchWhole() {
        fetch.cancel();
        if (attached) {
            exchange.fetchWhole(request, why, flight);
        } else {
            land(new Outcome.Over());
        }
    }

    private void openFilling(Received answer) {
        switch (Storability.judge(request, answer)) {
            case Storability.Storable _ -> {
                filling = begunFilling(answer);
                notKept = filling == null ? TOO_LARGE : null;
            }
            case Storability.Unstorable(var reason) -> notKept = reason;
        }
        if (!Outcome.isTrouble(answer.response().status())) {
            parts.store().learn(request.target(), filling != null);
        }
        if (filling == null) {
            uncacheable();
        } else if (flight != null) {
            flight.announce(new Outcome.Shared(filling.object()));
        }
    }

    private @Nullable Filling begunFilling(Received received) {
        var response = received.response();
        var key = VaryKey.of(request, response);
        var head = new Filling.Head(request.target().uri(), key, received.kept());
        var announced = response.announcedBytes().orElse(Content.UNKNOWN);
        return parts.store().open(head, announced, begun).orElse(null);
    }

    // Whoever waits had better go alone, and the next ones need not begin to wait.
    private void uncacheable() {
        if (flight != null) {
            parts.store().markUncacheable(request.target().uri());
            land(new Outcome.Over());
        }
    }

    private void deliver(Response response, Instant now) {
        if (!attached) {
            return;
        }
        headSent = true;
        var spared = errand.stores() && Conditions.hasIt(request, response, now);
        var kept = filling != null;
        var status =
                spared
                        ? CacheStatus.spared(why, response.status(), kept)
                        : CacheStatus.forwarded(why, kept);
        var fields = response.fields().updatedBy(announced);
        var told = response.with(fields.plus(CacheStatus.FIELD, explained(status)));
        if (spared) {
            exchange.said(Conditions.notModified(told));
            client.head(Conditions.notModified(told), false);
            headIsAll = true;
            if (filling == null) {
                endEarly();
            }
            return;
        }
        if (filling == null || !hasBytes(response)) {
            exchange.said(told);
            client.head(told, hasContent(response));
            return;
        }
        if (errand.what() instanceof What.Gap
                && filling.object().content().lengthBytes() != Content.UNKNOWN) {
            // RFC 9110 section 14.2: what was asked for of the version that we had is wanted of
            // the new one, unless If-Range says no.
            handedOver = true;
            exchange.serve(
                    filling.object(), CacheStatus.spared(why, response.status(), true), Part.ALL);
            return;
        }
        handedOver = exchange.passOn(filling.object(), told);
        if (!handedOver) {
            // Purged since it was asked for: nobody but this client gets it.
            filling.abandon();
            filling = null;
            land(new Outcome.Over());
            exchange.said(told);
            client.head(told, true);
        }
    }

    // A head that says that nothing follows is told with the end, when it is stored.
    private boolean hasBytes(Response response) {
        return hasContent(response) && response.announcedBytes().orElse(1) > 0;
    }

    private String explained(String status) {
        if (!errand.stores() || !parts.discretion().explains()) {
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
        attached = false;
        giveUp();
        client.end();
    }

    private void giveUp() {
        fetch.cancel();
        if (filling != null) {
            filling.abandon();
        }
        land(new Outcome.Over());
    }

    @Override
    public void data(ByteBuf bytes, boolean last) {
        parts.counts().bytesFromOrigin.increment(bytes.readableBytes());
        if (filling != null) {
            fill(filling, bytes, last);
        } else if (attached) {
            passOn(bytes, last);
        } else {
            bytes.release();
            giveUp();
        }
    }

    private void passOn(ByteBuf bytes, boolean last) {
        client.data(bytes);
        if (last) {
            return;
        }
        client.flush();
        if (client.isWritable()) {
            fetch.more();
        } else {
            pausedForClient = true;
        }
    }

    // The client gets it from there, as all others do who wait for it.
    private void fill(Filling open, ByteBuf bytes, boolean last) {
        var wasKept = open.isKept();
        open.add(bytes.nioBuffer());
        bytes.release();
        if (wasKept && !open.isKept()) {
            uncacheable();
            if (attached && headIsAll) {
                attached = false;
                client.end();
            }
        }
        if (!last) {
            more();
        }
    }

    /** Asks for more as soon as the store and whoever reads along can take it. */
    private void more() {
        var fills = filling;
        if (fills == null || fills.wantsMore(() -> client.loop().execute(this::wanted))) {
            wanted();
        }
    }

    private void wanted() {
        if (filling != null && filling.isAbandoned()) {
            giveUp();
        } else {
            fetch.more();
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
    public void trailers(Fields following) {
        trailers = Trailers.passedOn(following);
    }

    @Override
    public void end() {
        if (filling != null) {
            // Stored first, so that whoever has all of it finds it in the store.
            filling.finish(trailers);
        }
        land(new Outcome.Over());
        if (!attached || handedOver) {
            return;
        }
        if (confirmed && stale != null) {
            exchange.serve(stale, CacheStatus.validated(why, 304));
        } else {
            if (Trailers.areWanted(request)) {
                client.trailers(trailers);
            }
            client.end();
        }
    }

    @Override
    public void failed(FetchFailure failure) {
        if (filling != null) {
            filling.abandon();
        }
        land(new Outcome.Failed(failure));
        if (!attached || handedOver) {
            return;
        }
        var now = parts.clock().instant();
        if (headIsAll) {
            client.end();
        } else if (headSent) {
            client.abort();
        } else if (stale != null && parts.standsIn(request, stale.head())) {
            standIn(stale, CacheStatus.standIn(why, ttl(stale, now)));
        } else {
            exchange.refuse(Refusal.of(failure));
        }
    }

    private void standIn(StoredObject old, String cacheStatus) {
        if (attached) {
            exchange.serve(old, cacheStatus);
        }
    }

    private static Duration ttl(StoredObject old, Instant now) {
        return Freshness.of(old.head(), now).ttl();
    }

    private void land(Outcome outcome) {
        if (flight != null) {
            flight.land(outcome);
        }
    }

    void clientGone() {
        if (!attached) {
            return;
        }
        attached = false;
        if (filling == null && (headSent || flight == null)) {
            giveUp();
        }
        // Otherwise it goes on, for the store and for others who wait for it.
    }
}
