package io.labnet.origin.shop;

import io.labnet.origin.message.Refusal;
import java.util.regex.Pattern;

/**
 * What a one-click order needs: to whom, where, and who pays.
 *
 * @param name 1 to {@value #NAME_CHARS_MAX} characters
 * @param address 1 to {@value #ADDRESS_CHARS_MAX} characters, perhaps several lines
 * @param cardEnd a card number's last four digits; what is not kept cannot be stolen
 */
public record Delivery(String name, String address, String cardEnd) {
    static final int NAME_CHARS_MAX = 100;
    static final int ADDRESS_CHARS_MAX = 300;
    private static final int CARD_CHARS_MAX = 40;
    private static final Pattern CARD = Pattern.compile("[0-9]{12,19}");

    /**
     * Reads the account form.
     *
     * @throws Refusal (400) when a field is missing, too long, or no card number
     */
    static Delivery of(Filled form) throws Refusal {
        var card = form.text("card", CARD_CHARS_MAX).replaceAll("[ -]", "");
        if (!CARD.matcher(card).matches()) {
            throw Filled.bad("A card number has 12 to 19 digits; any will do in this shop.");
        }
        return new Delivery(
                form.text("name", NAME_CHARS_MAX),
                form.text("address", ADDRESS_CHARS_MAX),
                card.substring(card.length() - 4));
    }
}
