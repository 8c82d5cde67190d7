package io.labnet.origin.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the cookie of a request says about who asks. */
sealed interface Visit {
    /** For people. */
    String why();

    /** No cookie came. */
    record First() implements Visit {
        @Override
        public String why() {
            return "first visit: no cookie came, so one is given";
        }
    }

    /** What came is no ID of ours (any more). */
    record Stranger(String why) implements Visit {}

    /**
     * Somebody we know.
     *
     * @param renews whether the cookie is given once more, as half of its time is over
     */
    record Known(Customer customer, ShopperId id, boolean renews) implements Visit {
        @Override
        public String why() {
            return renews
                    ? "known; half of the cookie's time is over, so it is given once more"
                    : "known";
        }
    }

    /**
     * Decides.
     *
     * @param values what came under the cookie's name, of any form
     * @param rows those behind the IDs among them
     * @param lasting how long a cookie lasts from when it is given
     */
    static Visit of(
            List<String> values, Map<ShopperId, Customer> rows, Instant now, Duration lasting) {
        if (values.isEmpty()) {
            return new First();
        }
        var why = "the cookie's ID is not of this shop's form, so another is given";
        // Several may come, in any order (RFC 6265 section 5.4): a row decides whose is ours.
        for (var value : values) {
            if (ShopperId.is(value)) {
                var id = new ShopperId(value);
                var row = rows.get(id);
                if (row != null && row.expires().isAfter(now)) {
                    var half = now.plus(lasting.dividedBy(2));
                    return new Known(row, id, row.expires().isBefore(half));
                }
                why =
                        row == null
                                ? "no row has the cookie's ID (any more), so another is given"
                                : "the cookie's time is over, so another is given";
            }
        }
        return new Stranger(why);
    }
}
