package io.labnet.mail.imap;

import io.labnet.mail.imap.SearchKey.Order;
import io.labnet.mail.imap.Words.Unexpected;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what SEARCH asks (RFC 3501 section 6.4.4). */
final class SearchParser {
    private static final int DEPTH_MAX = 16;
    private static final DateTimeFormatter DAY =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern("d-MMM-yyyy")
                    .toFormatter(Locale.US);

    private final Words words;
    private int depth;

    private SearchParser(Words words) {
        this.words = words;
    }

    static SearchKey parse(Words words) throws Unexpected {
        return new SearchParser(words).program();
    }

    private SearchKey program() throws Unexpected {
        words.space();
        var first = word();
        if (!first.equals("CHARSET")) {
            return rest(key(first));
        }
        var charset = words.space().astring().toUpperCase(Locale.ROOT);
        if (!charset.equals("UTF-8") && !charset.equals("US-ASCII")) {
            throw new Unexpected("[BADCHARSET (US-ASCII UTF-8)] Unknown charset");
        }
        words.space();
        return rest(key(word()));
    }

    private SearchKey rest(SearchKey first) throws Unexpected {
        var keys = new ArrayList<>(List.of(first));
        while (words.next(' ')) {
            words.space();
            keys.add(key(word()));
        }
        return keys.size() == 1 ? first : new SearchKey.And(keys);
    }

    // A parenthesis stands for itself.
    private String word() throws Unexpected {
        return words.next('(') ? "(" : words.keyword();
    }

    private SearchKey key(String word) throws Unexpected {
        if (++depth > DEPTH_MAX * DEPTH_MAX) {
            throw new Unexpected("Too many search keys");
        }
        return switch (word) {
            case "(" -> {
                words.skip('(');
                var keys = rest(key(word()));
                words.skip(')');
                yield keys;
            }
            case "ALL" -> new SearchKey.All();
            case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN" -> flag(word, true);
            case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN" ->
                    flag(word.substring(2), false);
            case "NEW" -> new SearchKey.And(List.of(recent(true), flag("SEEN", false)));
            case "OLD" -> recent(false);
            case "RECENT" -> recent(true);
            case "KEYWORD" -> new SearchKey.Flag(words.space().atom(), true);
            case "UNKEYWORD" -> new SearchKey.Flag(words.space().atom(), false);
            case "BEFORE" -> day(Order.BEFORE, false);
            case "ON" -> day(Order.ON, false);
            case "SINCE" -> day(Order.SINCE, false);
            case "SENTBEFORE" -> day(Order.BEFORE, true);
            case "SENTON" -> day(Order.ON, true);
            case "SENTSINCE" -> day(Order.SINCE, true);
            case "LARGER" -> new SearchKey.Larger(words.space().number());
            case "SMALLER" -> new SearchKey.Smaller(words.space().number());
            case "FROM", "TO", "CC", "BCC", "SUBJECT" ->
                    new SearchKey.Field(word, words.space().astring());
            case "HEADER" -> new SearchKey.Field(words.space().astring(), words.space().astring());
            case "BODY" -> new SearchKey.Text(words.space().astring(), false);
            case "TEXT" -> new SearchKey.Text(words.space().astring(), true);
            case "UID" -> new SearchKey.Numbers(words.space().set(), true);
            case "NOT" -> {
                words.space();
                yield new SearchKey.Not(key(word()));
            }
            case "OR" -> {
                words.space();
                var first = key(word());
                words.space();
                yield new SearchKey.Or(first, key(word()));
            }
            default ->
                    SequenceSet.parse(word)
                            .map(set -> (SearchKey) new SearchKey.Numbers(set, false))
                            .orElseThrow(() -> new Unexpected("SEARCH knows no " + word));
        };
    }

    private static SearchKey flag(String word, boolean set) {
        var name = "\\" + word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
        return new SearchKey.Flag(name, set);
    }

    private static SearchKey recent(boolean recent) {
        return new SearchKey.Recent(recent);
    }

    private SearchKey day(Order order, boolean sent) throws Unexpected {
        var text = words.space().astring();
        try {
            return new SearchKey.Day(LocalDate.parse(text, DAY), order, sent);
        } catch (DateTimeException e) {
            throw new Unexpected(text + " is no date");
        }
    }
}
