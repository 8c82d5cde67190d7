package io.labnet.origin.shop;

import static io.labnet.origin.shop.Goods.COFFEE;
import static io.labnet.origin.shop.Goods.MILK;
import static io.labnet.origin.shop.Goods.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.origin.shop.Served.Cookie;
import io.labnet.origin.shop.Served.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.threeten.extra.MutableClock;

/** What the shop keeps, whatever database is below. */
interface ShopContract {
    Instant START = Instant.parse("2026-06-01T12:00:00Z");

    Delivery ALICE = new Delivery("Alice", "1 Rue de la Crêpe\nParis", "1234");

    /** A database that is empty at first. */
    ShopDatabase database();

    /** The same after a restart. */
    ShopDatabase reopened();

    MutableClock clock();

    private Shop shop() {
        var limits = new ShopLimits(Duration.ofDays(30), 100);
        return new Shop(database(), Goods.catalogue(), limits, clock());
    }

    private Customers customers() {
        return new Customers(database(), clock());
    }

    private static String cookie(Served served) {
        assertThat(served.cookie()).isInstanceOf(Cookie.Given.class);
        return ((Cookie.Given) served.cookie()).id().text();
    }

    private static View view(Served served) {
        assertThat(served.outcome()).isInstanceOf(Outcome.Page.class);
        return ((Outcome.Page) served.outcome()).view();
    }

    private Served front(String cookie) {
        return shop().serve(new Wish.Browse(), List.of(cookie), false);
    }

    private Served again(Wish wish, String cookie) {
        return shop().serve(wish, List.of(cookie), false);
    }

    private String newcomer() {
        return cookie(shop().serve(new Wish.Browse(), List.of(), false));
    }

    @Test
    default void a_first_visit_makes_a_row_that_the_cookie_finds_again() {
        var first = shop().serve(new Wish.Browse(), List.of(), false);
        assertThat(first.customer()).isEqualTo(1678);
        var second = front(cookie(first));
        assertThat(second.customer()).isEqualTo(1678);
        assertThat(second.cookie()).isEqualTo(new Cookie.Stays());
        assertThat(front(newcomer()).customer()).isEqualTo(1679);
    }

    @Test
    default void rows_outlive_the_process() {
        var cookie = newcomer();
        again(new Wish.Add(TEA), cookie);
        var limits = new ShopLimits(Duration.ofDays(30), 100);
        var later = new Shop(reopened(), Goods.catalogue(), limits, clock());
        var view = view(later.serve(new Wish.SeeCart(), List.of(cookie), false));
        assertThat(view.cart()).extracting(Order.Line::product).containsExactly("tea");
    }

    @Test
    default void an_id_that_went_over_plain_http_is_nobody_s_over_tls() {
        var cookie = newcomer();
        assertThat(shop().serve(new Wish.Browse(), List.of(cookie), true).customer())
                .isEqualTo(1679);
    }

    @Test
    default void a_cart_fills_changes_and_empties() {
        var cookie = newcomer();
        again(new Wish.Add(TEA), cookie);
        again(new Wish.Add(TEA), cookie);
        again(new Wish.Add(MILK), cookie);
        assertThat(view(again(new Wish.SeeCart(), cookie)).cart())
                .containsExactly(
                        new Order.Line("tea", TEA.title(), 2, 450),
                        new Order.Line("milk", "Milk", 1, 99));
        again(new Wish.Change(TEA, 99), cookie);
        again(new Wish.Add(TEA), cookie);
        again(new Wish.Change(MILK, 0), cookie);
        again(new Wish.Change(COFFEE, 5), cookie);
        assertThat(view(again(new Wish.SeeCart(), cookie)).cart())
                .containsExactly(new Order.Line("tea", TEA.title(), 99, 450));
    }

    @Test
    default void an_order_waits_for_an_address_and_takes_what_is_in_the_cart() {
        var cookie = newcomer();
        assertThat(again(new Wish.OrderOne(TEA), cookie).outcome())
                .isEqualTo(new Outcome.Elsewhere("/account?for=tea"));
        assertThat(again(new Wish.OrderCart(), cookie).outcome())
                .isInstanceOf(Outcome.Impossible.class);
        again(new Wish.Keep(ALICE, null), cookie);
        again(new Wish.Add(MILK), cookie);
        assertThat(again(new Wish.OrderOne(TEA), cookie).outcome())
                .isEqualTo(new Outcome.Elsewhere("/orders"));
        again(new Wish.OrderCart(), cookie);
        var view = view(again(new Wish.SeeOrders(), cookie));
        assertThat(view.cart()).isEmpty();
        assertThat(view.orders()).extracting(Order::number).containsExactly(2L, 1L);
        assertThat(view.orders()).allMatch(order -> order.delivery().equals(ALICE));
        assertThat(view.orders()).extracting(Order::cents).containsExactly(99L, 450L);
    }

    @Test
    default void orders_have_a_limit() {
        var cookie = newcomer();
        again(new Wish.Keep(ALICE, null), cookie);
        for (int i = 0; i < OrderTable.ORDERS_MAX; i++) {
            again(new Wish.OrderOne(MILK), cookie);
        }
        assertThat(again(new Wish.OrderOne(MILK), cookie).outcome())
                .isInstanceOf(Outcome.Impossible.class);
        assertThat(view(again(new Wish.SeeOrders(), cookie)).orders()).hasSize(100);
    }

    @Test
    default void what_was_seen_is_remembered_the_latest_first_and_recommended_to_others() {
        var alice = newcomer();
        again(new Wish.Look(TEA), alice);
        clock().add(Duration.ofSeconds(1));
        again(new Wish.Look(COFFEE), alice);
        clock().add(Duration.ofSeconds(1));
        assertThat(view(again(new Wish.Look(TEA), alice)).seen()).containsExactly(TEA, COFFEE);
        assertThat(customers().whole(1678).orElseThrow().seen().getFirst().times()).isEqualTo(2);
        var bob = newcomer();
        assertThat(view(again(new Wish.Look(TEA), bob)).recommended()).containsExactly(COFFEE);
    }

    @Test
    default void whoever_is_forgotten_leaves_nothing() throws SQLException {
        var cookie = newcomer();
        again(new Wish.Keep(ALICE, null), cookie);
        again(new Wish.Look(TEA), cookie);
        again(new Wish.Add(TEA), cookie);
        again(new Wish.OrderOne(TEA), cookie);
        var goodbye = again(new Wish.Forget(), cookie);
        assertThat(goodbye.cookie()).isEqualTo(new Cookie.TakenBack());
        var tables =
                List.of("shop_customer", "shop_seen", "shop_cart", "shop_order", "shop_order_line");
        for (var table : tables) {
            long rows = database().work(in -> Sql.number(in, "SELECT COUNT(*) FROM " + table));
            assertThat(rows).as(table).isZero();
        }
        assertThat(front(cookie).customer()).isEqualTo(1679);
    }

    @Test
    default void only_those_are_swept_whose_time_is_over() {
        var first = newcomer();
        clock().add(Duration.ofDays(20));
        newcomer();
        assertThat(front(first).cookie()).isInstanceOf(Cookie.Given.class);
        newcomer();
        assertThat(customers().expire(1680, Duration.ofSeconds(5))).isPresent();
        assertThat(customers().sweep()).isZero();
        clock().add(Duration.ofSeconds(5));
        assertThat(customers().sweep()).isEqualTo(1);
        clock().add(Duration.ofDays(29));
        assertThat(customers().find("", 0, 10).customers())
                .extracting(Customer::number)
                .containsExactly(1679L, 1678L);
    }

    @Test
    default void in_a_full_house_those_make_room_who_never_came_back() {
        var stays = newcomer();
        front(stays);
        for (int i = 0; i < 150; i++) {
            clock().add(Duration.ofSeconds(1));
            newcomer();
        }
        assertThat(front(stays).customer()).isEqualTo(1678);
        assertThat(customers().find("", 0, 1).total()).isBetween(99, 100);
    }

    @Test
    default void customers_are_found_by_number_hash_and_name() {
        var cookies = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            cookies.add(newcomer());
        }
        again(new Wish.Keep(ALICE, null), cookies.get(1));
        var hash = new ShopperId(cookies.get(2)).sha256();
        assertThat(numbers("ali")).containsExactly(1679L);
        assertThat(numbers("1678")).containsExactly(1678L);
        assertThat(numbers(hash.substring(0, 12))).containsExactly(1680L);
        assertThat(numbers("%")).isEmpty();
        assertThat(customers().find("", 1, 2).customers())
                .extracting(Customer::number)
                .containsExactly(1678L);
    }

    private List<Long> numbers(String q) {
        return customers().find(q, 0, 10).customers().stream().map(Customer::number).toList();
    }

    @Test
    default void what_fails_half_way_is_undone() {
        assertThatThrownBy(() ->
                        database()
                                .work(in -> {
                                    Numbers.next(in, "customer");
                                    throw new SQLException("half way");
                                }))
                .isInstanceOf(StoreException.class);
        assertThat(front(newcomer()).customer()).isEqualTo(1678);
    }
}
