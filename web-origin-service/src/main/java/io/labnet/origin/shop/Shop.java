package io.labnet.origin.shop;

import io.labnet.origin.shop.Order.Line;
import io.labnet.origin.shop.SeenTable.Seen;
import io.labnet.origin.shop.Served.Cookie;
import io.labnet.origin.shop.Served.Outcome;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The shop behind its pages: each wish is one transaction. */
public final class Shop {
    private static final int RECOMMENDED_MAX = 4;
    private static final Outcome ORDERED = new Outcome.Elsewhere("/orders");

    private final ShopDatabase database;
    private final Catalogue catalogue;
    private final ShopLimits limits;
    private final Clock clock;
    private final SecureRandom chance = new SecureRandom();

    public Shop(ShopDatabase database, Catalogue catalogue, ShopLimits limits, Clock clock) {
        this.database = database;
        this.catalogue = catalogue;
        this.limits = limits;
        this.clock = clock;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    ShopLimits limits() {
        return limits;
    }

    /**
     * Does what a shopper wants.
     *
     * @param cookies what came under the cookie's name
     * @param secure whether it came over TLS
     * @throws StoreException when the database cannot
     */
    Served serve(Wish wish, List<String> cookies, boolean secure) {
        var id = ShopperId.random(chance);
        return database.work(in -> {
            var now = clock.instant();
            var rows = rows(in, cookies, secure);
            var visit = Visit.of(cookies, rows, now, limits.cookieLasting());
            return switch (visit) {
                case Visit.Known known -> again(in, wish, known, now);
                case Visit.First _, Visit.Stranger _ ->
                        wish instanceof Wish.Forget
                                ? goodbye(visit, 0)
                                : welcome(in, wish, visit, id, secure, now);
            };
        });
    }

    private static Map<ShopperId, Customer> rows(
            Connection in, List<String> cookies, boolean secure) throws SQLException {
        var rows = new HashMap<ShopperId, Customer>();
        for (var value : cookies) {
            if (ShopperId.is(value)) {
                var id = new ShopperId(value);
                CustomerTable.find(in, id, secure).ifPresent(row -> rows.put(id, row));
            }
        }
        return rows;
    }

    private Served welcome(
            Connection in, Wish wish, Visit visit, ShopperId id, boolean secure, Instant now)
            throws SQLException {
        CustomerTable.sweep(in, now);
        CustomerTable.makeRoom(in, limits.customersMax());
        var customer = CustomerTable.add(in, id, secure, now, limits.cookieLasting());
        var outcome = done(in, wish, customer, now);
        return new Served(visit, customer.number(), new Cookie.Given(id), outcome);
    }

    private Served again(Connection in, Wish wish, Visit.Known known, Instant now)
            throws SQLException {
        var customer = known.customer();
        if (wish instanceof Wish.Forget) {
            CustomerTable.remove(in, customer.number());
            return goodbye(known, customer.number());
        }
        CustomerTable.touch(in, customer, now);
        if (known.renews()) {
            CustomerTable.expire(in, customer.number(), now.plus(limits.cookieLasting()));
        }
        var cookie = known.renews() ? new Cookie.Given(known.id()) : new Cookie.Stays();
        return new Served(known, customer.number(), cookie, done(in, wish, customer, now));
    }

    private static Served goodbye(Visit visit, long customer) {
        return new Served(visit, customer, new Cookie.TakenBack(), new Outcome.Elsewhere("/"));
    }

    private Outcome done(Connection in, Wish wish, Customer customer, Instant now)
            throws SQLException {
        var number = customer.number();
        return switch (wish) {
            case Wish.Browse _, Wish.SeeCart _, Wish.SeeAccount _, Wish.SeeOrders _ ->
                    new Outcome.Page(view(in, wish, customer));
            case Wish.Look(var product) -> {
                SeenTable.see(in, number, product.id(), now);
                yield new Outcome.Page(view(in, wish, customer));
            }
            case Wish.Add(var product) -> {
                CartTable.add(in, number, product.id(), now);
                yield new Outcome.Elsewhere("/cart");
            }
            case Wish.Change(var product, var quantity) -> {
                CartTable.change(in, number, product.id(), quantity);
                yield new Outcome.Elsewhere("/cart");
            }
            case Wish.Keep(var delivery, var then) -> {
                CustomerTable.keep(in, number, delivery);
                yield new Outcome.Elsewhere(then == null ? "/account" : "/products/" + then.id());
            }
            case Wish.OrderOne(var product) ->
                    ordered(in, wish, customer, List.of(line(product, 1)), now);
            case Wish.OrderCart() -> {
                var outcome = ordered(in, wish, customer, cart(in, number), now);
                if (outcome.equals(ORDERED)) {
                    CartTable.empty(in, number);
                }
                yield outcome;
            }
            case Wish.Forget() -> throw new IllegalStateException("Nobody is left to do it for");
        };
    }

    private Outcome ordered(
            Connection in, Wish wish, Customer customer, List<Line> lines, Instant now)
            throws SQLException {
        if (lines.isEmpty()) {
            return new Outcome.Impossible("Your cart is empty.", view(in, wish, customer));
        }
        if (customer.delivery() == null) {
            return new Outcome.Elsewhere(
                    wish instanceof Wish.OrderOne(var product)
                            ? "/account?for=" + product.id()
                            : "/account");
        }
        if (OrderTable.isFull(in, customer.number())) {
            return new Outcome.Impossible(
                    "You have %d orders, which is the most.".formatted(OrderTable.ORDERS_MAX),
                    view(in, wish, customer));
        }
        OrderTable.place(in, customer.number(), customer.delivery(), lines, now);
        return ORDERED;
    }

    private View view(Connection in, Wish wish, Customer customer) throws SQLException {
        var number = customer.number();
        var seen = SeenTable.of(in, number).stream().map(Seen::product).toList();
        var recommended =
                Recommendations.of(
                        Set.copyOf(seen), SeenTable.lately(in, number), Catalogue.PRODUCTS_MAX);
        return new View(
                customer,
                cart(in, number),
                catalogue.those(seen),
                catalogue.those(recommended).stream().limit(RECOMMENDED_MAX).toList(),
                wish instanceof Wish.SeeOrders ? OrderTable.of(in, number) : List.of());
    }

    private List<Line> cart(Connection in, long customer) throws SQLException {
        var quantities =
                CartTable.of(in, customer).stream()
                        .collect(
                                Collectors.toMap(
                                        CartTable.Item::product, CartTable.Item::quantity));
        return catalogue.all().stream()
                .filter(product -> quantities.containsKey(product.id()))
                .map(product -> line(product, quantities.getOrDefault(product.id(), 0)))
                .toList();
    }

    private static Line line(Product product, int quantity) {
        return new Line(product.id(), product.title(), quantity, product.priceCents());
    }
}
