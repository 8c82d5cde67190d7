package io.labnet.mail.imap;

import java.time.LocalDate;
import java.util.List;

/** What SEARCH can ask (RFC 3501 section 6.4.4). */
public sealed interface SearchKey {
    record All() implements SearchKey {}

    record Flag(String flag, boolean set) implements SearchKey {}

    record Recent(boolean recent) implements SearchKey {}

    /** Days count in UTC; {@code sent} looks at the Date field instead of the arrival. */
    record Day(LocalDate day, Order order, boolean sent) implements SearchKey {}

    record Larger(long bytes) implements SearchKey {}

    record Smaller(long bytes) implements SearchKey {}

    /** A field that holds a text; an empty text asks for the field only. */
    record Field(String name, String text) implements SearchKey {}

    /** The body holds a text; with {@code header} so may the header. */
    record Text(String text, boolean header) implements SearchKey {}

    record Numbers(SequenceSet set, boolean uid) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    record Or(SearchKey first, SearchKey second) implements SearchKey {}

    record And(List<SearchKey> keys) implements SearchKey {}

    /** How a message's day lies to the one asked for. */
    enum Order {
        BEFORE,
        ON,
        SINCE
    }
}
