package io.labnet.origin.shop;

import java.util.regex.Pattern;

/**
 * Something for sale.
 *
 * @param id its name in URIs: lower case, digits and hyphens, at most 40
 * @param title at most 200 characters
 * @param by who made it
 * @param priceCents 1 to 10,000,000
 * @param about a sentence or two
 */
public record Product(String id, String title, String by, int priceCents, String about) {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");
    private static final int TITLE_CHARS_MAX = 200;
    private static final int PRICE_CENTS_MAX = 10_000_000;

    public Product {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "A product's id is up to 40 lower-case letters, digits and hyphens, not: "
                            + id);
        }
        if (title.isBlank() || title.length() > TITLE_CHARS_MAX) {
            throw new IllegalArgumentException("The title of " + id + " is empty or too long");
        }
        if (priceCents < 1 || priceCents > PRICE_CENTS_MAX) {
            throw new IllegalArgumentException(
                    "The price of " + id + " must be 1 to " + PRICE_CENTS_MAX + " cents");
        }
    }
}
