package io.labnet.origin.shop;

import io.labnet.origin.answer.Asked;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.Status;
import org.jspecify.annotations.Nullable;

/** What a shopper wants, as method, path and form say it. */
sealed interface Wish {
    /** The front page. */
    record Browse() implements Wish {}

    /** A product's page; that it was seen is remembered. */
    record Look(Product product) implements Wish {}

    record SeeCart() implements Wish {}

    record SeeOrders() implements Wish {}

    /**
     * The form for name, address and card.
     *
     * @param then the product whose order waits for it; null when none does
     */
    record SeeAccount(@Nullable Product then) implements Wish {}

    record Add(Product product) implements Wish {}

    /** Leaves so many of a product in the cart; 0 takes it out. */
    record Change(Product product, int quantity) implements Wish {}

    /** One click: one of the product, to the address and from the card that are known. */
    record OrderOne(Product product) implements Wish {}

    record OrderCart() implements Wish {}

    /** Name, address and card are to be kept; back to the product whose order waits. */
    record Keep(Delivery delivery, @Nullable Product then) implements Wish {}

    /** Everything about the shopper is to be forgotten. */
    record Forget() implements Wish {}

    /** Whether it changes more than what was seen; only the shop's own pages may ask for that. */
    default boolean changes() {
        return switch (this) {
            case Browse _, Look _, SeeCart _, SeeOrders _, SeeAccount _ -> false;
            case Add _, Change _, OrderOne _, OrderCart _, Keep _, Forget _ -> true;
        };
    }

    /**
     * Reads a wish.
     *
     * @param place where it was said
     * @param path the same, decoded
     * @throws Refusal (400) when the form is bad, (404) when there is no such product, (415) when
     *     it is no form
     */
    static Wish of(Asked asked, Place place, String path, Catalogue catalogue) throws Refusal {
        var form = new Filled(asked.form());
        var posted = asked.head().method().equals("POST");
        return switch (place) {
            case FRONT -> new Browse();
            case PRODUCT -> new Look(sold(catalogue, Place.product(path)));
            case CART -> posted ? cart(form, catalogue) : new SeeCart();
            case ORDERS -> posted ? order(form, catalogue) : new SeeOrders();
            case ACCOUNT ->
                    posted
                            ? new Keep(Delivery.of(form), catalogue.find(form.find("for")))
                            : new SeeAccount(catalogue.find(form.find("for")));
            case FORGET -> new Forget();
        };
    }

    private static Wish cart(Filled form, Catalogue catalogue) throws Refusal {
        var product = form.product(catalogue);
        return form.find("quantity").isEmpty()
                ? new Add(product)
                : new Change(product, form.number("quantity", CartTable.QUANTITY_MAX));
    }

    private static Wish order(Filled form, Catalogue catalogue) throws Refusal {
        return form.find("product").isEmpty()
                ? new OrderCart()
                : new OrderOne(form.product(catalogue));
    }

    /**
     * The product of this id.
     *
     * @throws Refusal (404) when there is none
     */
    static Product sold(Catalogue catalogue, String id) throws Refusal {
        var product = catalogue.find(id);
        if (product == null) {
            throw new Refusal(Status.NOT_FOUND, "This shop sells no such thing.");
        }
        return product;
    }
}
