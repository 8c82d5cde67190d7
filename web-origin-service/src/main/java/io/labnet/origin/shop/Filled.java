package io.labnet.origin.shop;

import io.labnet.origin.answer.Form;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.Status;

/** A form's fields, checked before anything is done with them. */
record Filled(Form form) {
    static Refusal bad(String why) {
        return new Refusal(Status.BAD_REQUEST, why);
    }

    /** A field, empty when it is not there. */
    String find(String name) {
        var value = form.first(name);
        return value == null ? "" : value;
    }

    /**
     * A field that must be there.
     *
     * @throws Refusal (400) when it is missing, blank, longer than this or has control characters
     */
    String text(String name, int charsMax) throws Refusal {
        var text = find(name).replace("\r\n", "\n").strip();
        if (text.isEmpty() || text.length() > charsMax) {
            throw bad("The field %s must have 1 to %d characters.".formatted(name, charsMax));
        }
        if (text.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c))) {
            throw bad("The field " + name + " holds a control character.");
        }
        return text;
    }

    /**
     * A number that must be there.
     *
     * @throws Refusal (400) when it is none, or not 0 to this
     */
    int number(String name, int max) throws Refusal {
        var text = find(name);
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > max) {
            throw bad("The field %s must be a number from 0 to %d.".formatted(name, max));
        }
        return Integer.parseInt(text);
    }

    /**
     * A product that must be there.
     *
     * @throws Refusal (404) when the shop sells no such thing
     */
    Product product(Catalogue catalogue) throws Refusal {
        return Wish.sold(catalogue, find("product"));
    }
}
