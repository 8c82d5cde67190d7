package io.labnet.origin.shop;

import io.labnet.origin.message.HttpDate;
import io.labnet.origin.shop.Order.Line;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What the shop looks like: HTML and a style sheet, no script. */
record Pages(Catalogue catalogue) {
    private static final int COVERS = 6;

    /** The page that a wish earns. */
    String of(Wish wish, View view) {
        return switch (wish) {
            case Wish.Look(var product) -> shell(product.title(), view, product(product, view));
            case Wish.SeeCart _ -> shell("Your cart", view, cart(view));
            case Wish.SeeOrders _ -> shell("Your orders", view, orders(view));
            case Wish.SeeAccount(var then) ->
                    shell("Your account", view, account(view, then == null ? "" : then.id()));
            case Wish.Browse _,
                    Wish.Add _,
                    Wish.Change _,
                    Wish.OrderOne _,
                    Wish.OrderCart _,
                    Wish.Keep _,
                    Wish.Forget _ ->
                    shell("The shop", view, front(view));
        };
    }

    /** The page that says why something cannot be done. */
    String impossible(String why, View view) {
        return shell("Sorry", view, Markup.of("<h1>Sorry</h1>\n<p class=\"note\">%s</p>\n", why));
    }

    /** The same for somebody who is not known. */
    static String trouble(String title, String why) {
        return whole(
                title,
                Markup.of("<a href=\"/\">The shop</a>"),
                Markup.of("<h1>%s</h1>\n<p class=\"note\">%s</p>\n", title, why),
                Markup.NONE);
    }

    private static String shell(String title, View view, Markup body) {
        var nav =
                Markup.of(
                        """
                        <a href="/">The shop</a>
                        <a href="/cart">Cart (%s)</a>
                        <a href="/orders">Orders</a>
                        <a href="/account">Account</a>\
                        """,
                        view.cartCount());
        var foot =
                Markup.of(
                        "<p>To this shop you are customer %s: your cookie says so.</p>\n",
                        view.customer().number());
        return whole(title, nav, body, foot);
    }

    private static String whole(String title, Markup nav, Markup body, Markup foot) {
        return Markup.of(
                        """
                        <!DOCTYPE html>
                        <html lang="en">
                        <head>
                        <meta charset="utf-8">
                        <meta name="viewport" content="width=device-width, initial-scale=1">
                        <title>%s</title>
                        <link rel="stylesheet" href="/style/shop.css">
                        </head>
                        <body>
                        <header><nav>
                        %s
                        </nav></header>
                        <main>
                        %s</main>
                        <footer>
                        %s</footer>
                        </body>
                        </html>
                        """,
                        title, nav, body, foot)
                .text();
    }

    private Markup front(View view) {
        return Markup.of(
                """
                <h1>Books about networks, by the best authors</h1>
                %s%s%s\
                """,
                shelf("All books", catalogue.all()),
                shelf("Others who saw what you saw also saw", view.recommended()),
                shelf("You looked at", view.seen()));
    }

    private Markup product(Product product, View view) {
        var known = view.customer().delivery() != null;
        return Markup.of(
                """
                <article class="product">
                %s
                <div>
                <h1>%s</h1>
                <p>by %s</p>
                <p class="price">%s</p>
                <p>%s</p>
                <form method="post" action="/cart">
                <input type="hidden" name="product" value="%s">
                <button>Add to cart</button>
                </form>
                <form method="post" action="/orders">
                <input type="hidden" name="product" value="%s">
                <button class="quick">%s</button>
                </form>
                </div>
                </article>
                %s%s\
                """,
                cover(product),
                product.title(),
                product.by(),
                money(product.priceCents()),
                product.about(),
                product.id(),
                product.id(),
                known ? "Order with one click" : "Order, and tell us where to",
                shelf("Others who saw what you saw also saw", view.recommended()),
                shelf("You looked at", view.seen()));
    }

    private Markup shelf(String title, Collection<Product> products) {
        return products.isEmpty()
                ? Markup.NONE
                : Markup.of(
                        "<h2>%s</h2>\n<ul class=\"shelf\">\n%s</ul>\n",
                        title, Markup.each(products, this::card));
    }

    private Markup card(Product product) {
        return Markup.of(
                "<li><a href=\"/products/%s\">%s<b>%s</b></a> <span>%s</span></li>\n",
                product.id(), cover(product), product.title(), money(product.priceCents()));
    }

    // A book without a picture still has a colour of its own.
    private Markup cover(Product product) {
        var colour = List.copyOf(catalogue.all()).indexOf(product) % COVERS;
        return Markup.of(
                "<span class=\"cover c%s\" aria-hidden=\"true\">%s</span>",
                colour, product.title().substring(0, 1));
    }

    private Markup cart(View view) {
        if (view.cart().isEmpty()) {
            return Markup.of("<h1>Your cart</h1>\n<p>There is nothing in it yet.</p>\n");
        }
        return Markup.of(
                """
                <h1>Your cart</h1>
                <table>
                %s<tr><th>Together</th><td></td><td>%s</td></tr>
                </table>
                <form method="post" action="/orders"><button class="quick">Order</button></form>
                %s\
                """,
                Markup.each(view.cart(), Pages::cartLine),
                money(view.cart().stream().mapToLong(Line::cents).sum()),
                shelf("Others who saw what you saw also saw", view.recommended()));
    }

    private static Markup cartLine(Line line) {
        return Markup.of(
                """
                <tr><th><a href="/products/%s">%s</a></th>
                <td><form method="post" action="/cart">
                <input type="hidden" name="product" value="%s">
                <input type="number" name="quantity" value="%s" min="0" max="%s"
                aria-label="How many"> <button>Change</button>
                </form><form method="post" action="/cart">
                <input type="hidden" name="product" value="%s">
                <button name="quantity" value="0" class="plain">Remove</button>
                </form></td><td>%s</td></tr>
                """,
                line.product(),
                line.title(),
                line.product(),
                line.quantity(),
                CartTable.QUANTITY_MAX,
                line.product(),
                money(line.cents()));
    }

    private static Markup orders(View view) {
        return view.orders().isEmpty()
                ? Markup.of("<h1>Your orders</h1>\n<p>There are none yet.</p>\n")
                : Markup.of("<h1>Your orders</h1>\n%s", Markup.each(view.orders(), Pages::order));
    }

    private static Markup order(Order order) {
        return Markup.of(
                """
                <section>
                <h2>Order %s of %s</h2>
                <table>
                %s<tr><th>Together</th><td></td><td>%s</td></tr>
                </table>
                <p>To %s, %s; paid by the card that ends in %s.</p>
                </section>
                """,
                order.number(),
                HttpDate.format(order.placed()),
                Markup.each(order.lines(), Pages::orderLine),
                money(order.cents()),
                order.delivery().name(),
                order.delivery().address(),
                order.delivery().cardEnd());
    }

    private static Markup orderLine(Line line) {
        return Markup.of(
                "<tr><th>%s</th><td>%s</td><td>%s</td></tr>\n",
                line.title(), line.quantity(), money(line.cents()));
    }

    private static Markup account(View view, String then) {
        var delivery = view.customer().delivery();
        return Markup.of(
                """
                <h1>Your account</h1>
                <p>%s</p>
                <form method="post" action="/account" class="account">
                <input type="hidden" name="for" value="%s">
                <label>Name <input name="name" value="%s" maxlength="%s" required></label>
                <label>Address
                <textarea name="address" rows="3" maxlength="%s" required>%s</textarea></label>
                <label>Card
                <input name="card" inputmode="numeric" autocomplete="off" maxlength="40" required>
                </label>
                <button>Keep</button>
                </form>
                <p>Of the card, which is play money, its last four digits are kept.</p>
                <form method="post" action="/account/forget">
                <button class="plain">Forget me</button>
                </form>
                """,
                delivery == null
                        ? "Tell us once where books go and who pays; then one click orders."
                        : "One click orders, paid by the card that ends in "
                                + delivery.cardEnd()
                                + ".",
                then,
                delivery == null ? "" : delivery.name(),
                Delivery.NAME_CHARS_MAX,
                Delivery.ADDRESS_CHARS_MAX,
                delivery == null ? "" : delivery.address());
    }

    private static String money(long cents) {
        return String.format(Locale.ROOT, "$%d.%02d", cents / 100, cents % 100);
    }
}
