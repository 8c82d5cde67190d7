package io.labnet.origin.admin;

import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.origin.shop.CookieLog;
import io.labnet.origin.shop.CookieNote;
import io.labnet.origin.shop.Customers;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The book's four components of cookies, as they are in the shop at this moment. */
@RestController
@RequestMapping("/api/web-origin/shop")
public class ShopController {
    /**
     * One of the four.
     *
     * @param last as it last was; null when nobody came yet
     * @param see where there is more
     */
    record Component(String what, @Nullable String last, String see) {}

    /** All four, in the book's order. */
    record Components(
            Component setCookie, Component cookie, Component cookieFile, Component database) {}

    /** How many rows a sweep removed. */
    record Sweep(int removed) {}

    private static final String COOKIES = "/api/web-origin/shop/cookies";

    private final CookieLog log;
    private final Customers customers;
    private final EventStream stream;

    public ShopController(CookieLog log, Customers customers, EventStream stream) {
        this.log = log;
        this.customers = customers;
        this.stream = stream;
    }

    @GetMapping
    Components components() {
        var notes = log.since(0).reversed();
        var total = customers.find("", 0, 1).total();
        return new Components(
                new Component(
                        "a Set-Cookie line in the response",
                        last(notes, CookieNote::setCookie),
                        COOKIES),
                new Component(
                        "a Cookie line in the next request",
                        last(notes, CookieNote::cookie),
                        COOKIES),
                new Component(
                        "a file that the client keeps",
                        last(notes, CookieNote::cookieFile),
                        "curl -c cookies.txt http://shop.amazon.com/ and then cookies.txt"),
                new Component(
                        "a database behind the site",
                        total + (total == 1 ? " customer" : " customers"),
                        "/api/web-origin/shop/customers"));
    }

    private static @Nullable String last(
            List<CookieNote> newestFirst, Function<CookieNote, @Nullable String> part) {
        for (var note : newestFirst) {
            var line = part.apply(note);
            if (line != null) {
                return line;
            }
        }
        return null;
    }

    @GetMapping("/cookies")
    Page<CookieNote> cookies(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                log.since(0).stream()
                        .filter(n -> n.target().contains(q) || n.visit().contains(q))
                        .toList();
        return Page.of(found.reversed(), page, size);
    }

    @GetMapping("/cookies/events")
    SseEmitter live() {
        return stream.open("cookie", log.newest(), this::news);
    }

    private News news(long last) {
        var found = log.since(last);
        return new News(found, found.isEmpty() ? last : found.getLast().number());
    }

    @DeleteMapping("/cookies")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget() {
        log.clear();
    }

    /** Removes at once whose time is over. */
    @PostMapping("/sweeps")
    Sweep sweep() {
        return new Sweep(customers.sweep());
    }
}
