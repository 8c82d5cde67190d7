package io.labnet.origin.shop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Asked;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Target;
import io.labnet.origin.message.Version;
import io.labnet.origin.wiring.ShopWorld;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.threeten.extra.MutableClock;

/** The shop's answers to requests, with a real database below. */
class StorefrontTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final ShopLimits LIMITS = new ShopLimits(Duration.ofDays(30), 100);

    private final MutableClock clock = MutableClock.of(ShopContract.START, ZoneOffset.UTC);
    private final CookieLog log = new CookieLog();
    @TempDir Path folder;
    private ShopDatabase database;
    private Storefront shop;
    private String cookie = "";

    @BeforeEach
    void open() {
        database = ShopWorld.embedded(folder);
        shop = new Storefront(new Shop(database, Goods.catalogue(), LIMITS, clock), log, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_first_visit_gets_a_cookie_and_the_second_none() {
        var first = get("/");
        assertThat(first.status().code()).isEqualTo(200);
        assertThat(first.fields().first("Set-Cookie"))
                .matches("ID=[A-Za-z0-9_-]{22}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax");
        assertThat(text(first)).contains("customer 1678", "Tea &amp; &lt;Biscuits&gt;", "$16.78");
        var second = get("/");
        assertThat(second.fields().has("Set-Cookie")).isFalse();
        assertThat(text(second)).contains("customer 1678");
    }

    @Test
    void over_tls_another_cookie_is_given_under_a_name_that_binds_the_browser() {
        get("/");
        var asked =
                new Asked(head("GET", "/"), new Target.Path("a.com", "/", null), bytes(""), true);
        assertThat(shop.answer(asked).fields().first("Set-Cookie"))
                .startsWith("__Host-ID=")
                .endsWith("; Secure");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/           | private, no-cache",
                "/products/tea | private, no-cache",
                "/cart       | private, no-cache",
                "/orders     | no-store",
                "/account    | no-store"
            })
    void no_shared_cache_keeps_a_shopper_s_page(String path, String cacheControl) {
        var answer = get(path);
        assertThat(answer.fields().first("Cache-Control")).isEqualTo(cacheControl);
        assertThat(answer.fields().first("Vary")).isEqualTo("Cookie");
        assertThat(answer.fields().first("Content-Security-Policy"))
                .contains("frame-ancestors 'none'", "default-src 'none'");
    }

    @Test
    void a_cart_goes_all_the_way_to_an_order() {
        assertThat(location(post("/cart", "product", "tea"))).isEqualTo("/cart");
        post("/cart", "product", "tea", "quantity", "3");
        assertThat(text(get("/cart"))).contains("Cart (3)", "$13.50");
        assertThat(location(post("/orders"))).isEqualTo("/account");
        var kept =
                post(
                        "/account",
                        "name",
                        "Alice",
                        "address",
                        "Paris",
                        "card",
                        "4000 1234 5678 9010");
        assertThat(location(kept)).isEqualTo("/account");
        assertThat(location(post("/orders"))).isEqualTo("/orders");
        assertThat(text(get("/orders")))
                .contains("Order 1 of ", "To Alice, Paris", "ends in 9010", "Cart (0)")
                .doesNotContain("4000");
    }

    @Test
    void one_click_orders_once_the_address_is_known() {
        assertThat(location(post("/orders", "product", "tea"))).isEqualTo("/account?for=tea");
        assertThat(text(get("/account?for=tea"))).contains("name=\"for\" value=\"tea\"");
        var card = "400012345678";
        var kept = post("/account", "for", "tea", "name", "A", "address", "B", "card", card);
        assertThat(location(kept)).isEqualTo("/products/tea");
        assertThat(text(get("/products/tea"))).contains("Order with one click");
        assertThat(location(post("/orders", "product", "tea"))).isEqualTo("/orders");
    }

    @Test
    void nothing_that_a_shopper_says_acts_as_markup() {
        var evil = "\"><script>alert(1)</script>'&";
        post("/account", "name", evil, "address", evil, "card", "400012345678");
        post("/orders", "product", "tea");
        for (var path : List.of("/account", "/orders", "/account?for=%22%3E%3Cscript%3E")) {
            assertThat(text(get(path))).doesNotContain("<script", evil);
        }
        assertThat(text(get("/orders"))).contains("&quot;&gt;&lt;script&gt;alert(1)");
    }

    @Test
    void whoever_wants_to_be_forgotten_is() {
        get("/");
        var goodbye = post("/account/forget");
        assertThat(location(goodbye)).isEqualTo("/");
        assertThat(goodbye.fields().first("Set-Cookie")).startsWith("ID=; Max-Age=0; Path=/;");
        assertThat(text(get("/"))).contains("customer 1679");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID=1678", "ID=abcdefghijklmnopqrstuv", "ID=", "ID", "=;;=", "\u00ff"})
    void a_cookie_that_is_not_ours_gets_another(String sent) {
        cookie = sent;
        assertThat(get("/").fields().first("Set-Cookie")).startsWith("ID=");
        assertThat(log.since(0).getLast().customer()).isEqualTo(1678);
    }

    @Test
    void a_cookie_whose_time_is_over_gets_another() {
        get("/");
        clock.add(LIMITS.cookieLasting());
        assertThat(text(get("/"))).contains("customer 1679");
        assertThat(log.since(0).getLast().visit()).contains("time is over");
    }

    @Test
    void another_site_s_page_changes_nothing() {
        get("/");
        var refused = shop.answer(posted("/cart", "product=tea", "Origin", "http://evil.example"));
        assertThat(refused.status().code()).isEqualTo(403);
        assertThat(text(get("/cart"))).contains("nothing in it");
        var own = posted("/cart", "product=tea", "Origin", "http://shop.amazon.com:1080");
        assertThat(shop.answer(own).status().code()).isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({
        "/cart, product=wine, 404",
        "/cart, '', 404",
        "/cart, product=tea&quantity=100, 400",
        "/cart, product=tea&quantity=-1, 400",
        "/cart, product=tea&quantity=x, 400",
        "/cart, product=%te, 400",
        "/orders, product=wine, 404",
        "/orders, '', 409",
        "/account, name=A&address=B, 400",
        "/account, name=A&address=B&card=123, 400",
        "/account, name=A%00&address=B&card=400012345678, 400",
        "/account, name=+&address=B&card=400012345678, 400",
        "/products/tea, '', 405",
        "/, '', 405"
    })
    void a_bad_form_is_told_what_is_wrong(String path, String form, int status) {
        assertThat(shop.answer(posted(path, form)).status().code()).isEqualTo(status);
    }

    @Test
    void what_is_too_long_or_no_form_is_refused() {
        var name = "name=" + "x".repeat(101) + "&address=B&card=400012345678";
        assertThat(shop.answer(posted("/account", name)).status().code()).isEqualTo(400);
        var huge = posted("/account", "x".repeat(20_000));
        assertThat(shop.answer(huge).status().code()).isEqualTo(413);
        var json = new Asked(head("POST", "/cart"), path("/cart"), bytes("{}"), false);
        assertThat(shop.answer(json).status().code()).isEqualTo(415);
        assertThat(log.newest()).isZero();
    }

    @Test
    void it_answers_for_its_own_paths_and_leaves_the_rest_to_files() throws Exception {
        for (var own : List.of("/", "/cart", "/orders", "/account", "/products/tea")) {
            assertThat(shop.has(ResourcePath.parse(own))).isTrue();
        }
        for (var file : List.of("/index.html", "/style/shop.css", "/cart/x", "/kept.txt")) {
            assertThat(shop.has(ResourcePath.parse(file))).isFalse();
        }
        assertThat(get("/products/wine").status().code()).isEqualTo(404);
        assertThat(get("/%63art").status().code()).isEqualTo(200);
    }

    @Test
    void a_database_that_is_away_is_said_so() {
        var away =
                new ShopDatabase(
                        () -> {
                            throw new SQLException("away");
                        },
                        Duration.ofSeconds(20));
        shop = new Storefront(new Shop(away, Goods.catalogue(), LIMITS, clock), log, clock);
        var answer = get("/");
        assertThat(answer.status().code()).isEqualTo(503);
        assertThat(answer.fields().has("Retry-After")).isTrue();
        away.close();
    }

    @Test
    void each_visit_is_noted_without_the_whole_id() {
        get("/");
        get("/products/tea");
        var notes = log.since(0);
        var id = cookie.substring(3);
        assertThat(notes.get(0).setCookie()).startsWith("ID=" + id.substring(0, 8) + "…; Max-Age=");
        assertThat(notes.get(0).cookieFile())
                .startsWith("#HttpOnly_shop.amazon.com\tFALSE\t/\tFALSE\t");
        assertThat(notes.get(1).cookie()).isEqualTo("ID=" + id.substring(0, 8) + "…");
        assertThat(notes.get(1).setCookie()).isNull();
        assertThat(notes).noneMatch(note -> note.toString().contains(id));
    }

    private Answer get(String target) {
        var parts = target.split("\\?", 2);
        var query = parts.length == 1 ? null : parts[1];
        var where = new Target.Path("shop.amazon.com", parts[0], query);
        return remembered(shop.answer(new Asked(head("GET", target), where, bytes(""), false)));
    }

    private Answer post(String path, String... namesAndValues) {
        var form = new ArrayList<String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.add(namesAndValues[i] + "=" + URLEncoder.encode(namesAndValues[i + 1], UTF_8));
        }
        return remembered(shop.answer(posted(path, String.join("&", form))));
    }

    private Asked posted(String path, String form, String... fields) {
        var all = new ArrayList<>(head("POST", path, "Content-Type", FORM).fields().all());
        all.addAll(Fields.of(fields).all());
        var head = new RequestHead("POST", path, new Version(1, 1), new Fields(all));
        return new Asked(head, path(path), bytes(form), false);
    }

    private RequestHead head(String method, String target, String... fields) {
        var all = new ArrayList<>(Fields.of(fields).all());
        all.add(new Field("Host", "shop.amazon.com:1080"));
        if (!cookie.isEmpty()) {
            all.add(new Field("Cookie", cookie));
        }
        return new RequestHead(method, target, new Version(1, 1), new Fields(all));
    }

    // As a client with a cookie file does.
    private Answer remembered(Answer answer) {
        var set = answer.fields().first("Set-Cookie");
        if (set != null) {
            cookie = set.contains("Max-Age=0;") ? "" : set.substring(0, set.indexOf(';'));
        }
        return answer;
    }

    private static Target.Path path(String path) {
        return new Target.Path("shop.amazon.com", path, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(Answer answer) {
        return answer.body() instanceof Answer.Body.Text(var text) ? text : "";
    }

    private static String location(Answer answer) {
        assertThat(answer.status().code()).isEqualTo(303);
        return String.valueOf(answer.fields().first("Location"));
    }
}
