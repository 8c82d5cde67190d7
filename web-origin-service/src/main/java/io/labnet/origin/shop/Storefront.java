package io.labnet.origin.shop;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Asked;
import io.labnet.origin.answer.Html;
import io.labnet.origin.answer.Program;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.Status;
import io.labnet.origin.shop.Served.Cookie;
import io.labnet.origin.shop.Served.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop over HTTP: from a request to its answer. */
public final class Storefront implements Program {
    /** The largest form; the account's, all of it escaped, has half of that. */
    private static final int FORM_BYTES_MAX = 16 * 1024;

    private static final int TARGET_CHARS_MAX = 300;

    // Nothing from elsewhere, no script, and nobody puts the shop into a frame of theirs to have
    // one click there order here.
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";
    private static final Logger LOG = LoggerFactory.getLogger(Storefront.class);

    private final Shop shop;
    private final Pages pages;
    private final CookieLog log;
    private final Clock clock;

    public Storefront(Shop shop, CookieLog log, Clock clock) {
        this.shop = shop;
        this.pages = new Pages(shop.catalogue());
        this.log = log;
        this.clock = clock;
    }

    @Override
    public boolean has(ResourcePath path) {
        return Place.at(path.text()) != null;
    }

    @Override
    public Answer answer(Asked asked) {
        try {
            return answered(asked);
        } catch (Refusal refusal) {
            return trouble(refusal.status(), refusal.why());
        } catch (StoreException away) {
            LOG.warn("The shop cannot serve {}", asked.head().line(), away);
            return trouble(
                            Status.SERVICE_UNAVAILABLE,
                            "The shop's books cannot be read just now; come again in a moment.")
                    .with("Retry-After", "5");
        }
    }

    private Answer answered(Asked asked) throws Refusal {
        var path = ResourcePath.parse(asked.target().path()).text();
        var place = Place.at(path);
        if (place == null) {
            throw new Refusal(Status.NOT_FOUND, "This shop has nothing of that name.");
        }
        if (!place.methods().contains(asked.head().method())) {
            return trouble(Status.METHOD_NOT_ALLOWED, "This page does not take such a request.")
                    .with("Allow", allowed(place));
        }
        if (asked.content().length > FORM_BYTES_MAX) {
            throw new Refusal(
                    Status.CONTENT_TOO_LARGE, "A form has " + FORM_BYTES_MAX + " bytes at most.");
        }
        var wish = Wish.of(asked, place, path, shop.catalogue());
        var fields = asked.head().fields();
        if (wish.changes() && !SameOrigin.allows(fields, asked.secure())) {
            throw new Refusal(Status.FORBIDDEN, "Only this shop's own pages may ask for that.");
        }
        var cookie = new IdCookie(asked.secure());
        var served = shop.serve(wish, cookie.valuesIn(fields), asked.secure());
        note(asked, cookie, served);
        var answer = shown(wish, served);
        var line = setCookie(cookie, served.cookie(), ShopperId::text);
        return line == null ? answer : answer.with("Set-Cookie", line);
    }

    private static String allowed(Place place) {
        return Stream.concat(place.methods().stream(), Stream.of("OPTIONS"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Answer trouble(Status status, String why) {
        return guarded(Html.page(status, Pages.trouble(status.line(), why)), "no-store");
    }

    private Answer shown(Wish wish, Served served) {
        return switch (served.outcome()) {
            case Outcome.Page(var view) ->
                    guarded(Html.page(Status.OK, pages.of(wish, view)), kept(wish));
            // RFC 9110 section 15.4.4: the browser gets what shows what was done, and a
            // reload asks for that again, not for the deed.
            case Outcome.Elsewhere(var path) ->
                    guarded(
                            Answer.telling(Status.SEE_OTHER, "See " + path, "Location", path),
                            "no-store");
            case Outcome.Impossible(var why, var view) ->
                    guarded(Html.page(Status.CONFLICT, pages.impossible(why, view)), "no-store");
        };
    }

    // RFC 9111 section 5.2.2.7: a page with somebody's cart on it is for nobody else; one with an
    // address on it is not even for the disk of a shared computer (section 5.2.2.5).
    private static String kept(Wish wish) {
        return wish instanceof Wish.SeeAccount || wish instanceof Wish.SeeOrders
                ? "no-store"
                : "private, no-cache";
    }

    private static Answer guarded(Answer answer, String cacheControl) {
        // Vary is for those who know no private (RFC 9110 section 12.5.5).
        return answer.with("Cache-Control", cacheControl)
                .with("Vary", "Cookie")
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin");
    }

    private @Nullable String setCookie(
            IdCookie cookie, Cookie said, Function<ShopperId, String> value) {
        return switch (said) {
            case Cookie.Stays() -> null;
            case Cookie.Given(var id) ->
                    cookie.given(value.apply(id), shop.limits().cookieLasting());
            case Cookie.TakenBack() -> cookie.takenBack();
        };
    }

    private void note(Asked asked, IdCookie cookie, Served served) {
        var now = clock.instant();
        var sent =
                cookie.valuesIn(asked.head().fields()).stream()
                        .map(value -> cookie.name() + "=" + ShopperId.masked(value))
                        .collect(Collectors.joining("; "));
        log.add(number ->
                new CookieNote(
                        number,
                        now,
                        asked.head().method(),
                        cut(asked.head().target()),
                        sent.isEmpty() ? null : sent,
                        setCookie(cookie, served.cookie(), ShopperId::toString),
                        fileLine(asked, cookie, served.cookie(), now),
                        served.visit().why(),
                        served.customer()));
    }

    private @Nullable String fileLine(Asked asked, IdCookie cookie, Cookie said, Instant now) {
        return said instanceof Cookie.Given(var id)
                ? cookie.fileLine(
                        host(asked), id.toString(), now.plus(shop.limits().cookieLasting()))
                : null;
    }

    private static String host(Asked asked) {
        var host = asked.target().host();
        return host == null ? "shop.amazon.com" : host;
    }

    private static String cut(String text) {
        return text.length() <= TARGET_CHARS_MAX ? text : text.substring(0, TARGET_CHARS_MAX);
    }
}
