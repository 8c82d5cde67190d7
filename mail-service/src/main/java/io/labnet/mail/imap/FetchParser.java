package io.labnet.mail.imap;

import io.labnet.mail.imap.Words.Unexpected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what FETCH asks for (RFC 3501 section 6.4.5). */
final class FetchParser {
    private static final int PATH_MAX = 16;

    private FetchParser() {}

    static List<FetchItem> parse(Words words) throws Unexpected {
        if (words.next('(')) {
            return words.list(() -> item(words, words.keyword()));
        }
        var word = words.keyword();
        return switch (word) {
            case "ALL" -> all();
            case "FAST" -> all().subList(0, 3);
            case "FULL" -> {
                var items = new ArrayList<>(all());
                items.add(new FetchItem.Structure(false));
                yield items;
            }
            default -> List.of(item(words, word));
        };
    }

    private static List<FetchItem> all() {
        return List.of(
                new FetchItem.Flags(),
                new FetchItem.InternalDate(),
                new FetchItem.Size(),
                new FetchItem.Envelope());
    }

    private static FetchItem item(Words words, String word) throws Unexpected {
        return switch (word) {
            case "FLAGS" -> new FetchItem.Flags();
            case "UID" -> new FetchItem.Uid();
            case "INTERNALDATE" -> new FetchItem.InternalDate();
            case "RFC822.SIZE" -> new FetchItem.Size();
            case "ENVELOPE" -> new FetchItem.Envelope();
            case "BODYSTRUCTURE" -> new FetchItem.Structure(true);
            case "BODY" -> words.next('[') ? bytes(words, false) : new FetchItem.Structure(false);
            case "BODY.PEEK" -> bytes(words, true);
            case "RFC822" -> old(Section.Kind.ALL, false, word);
            case "RFC822.HEADER" -> old(Section.Kind.HEADER, true, word);
            case "RFC822.TEXT" -> old(Section.Kind.TEXT, false, word);
            default -> throw new Unexpected("FETCH knows no " + word);
        };
    }

    private static FetchItem old(Section.Kind kind, boolean peek, String label) {
        return new FetchItem.Bytes(new Section(List.of(), kind, List.of()), peek, null, label);
    }

    private static FetchItem bytes(Words words, boolean peek) throws Unexpected {
        words.skip('[');
        var section = words.next(']') ? Section.WHOLE : section(words);
        words.skip(']');
        return new FetchItem.Bytes(section, peek, partial(words), null);
    }

    private static Section section(Words words) throws Unexpected {
        var path = new ArrayList<Integer>();
        var rest = words.keyword();
        while (!rest.isEmpty() && Character.isDigit(rest.charAt(0))) {
            var dot = rest.indexOf('.');
            var number = dot < 0 ? rest : rest.substring(0, dot);
            if (!number.matches("[1-9][0-9]{0,4}") || path.size() == PATH_MAX) {
                throw new Unexpected("That is no part of a message");
            }
            path.add(Integer.valueOf(number));
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        for (var kind : Section.Kind.values()) {
            if (kind.word().equals(rest)) {
                return new Section(path, kind, fields(words, kind));
            }
        }
        throw new Unexpected("BODY knows no " + rest);
    }

    private static List<String> fields(Words words, Section.Kind kind) throws Unexpected {
        var takesFields =
                kind == Section.Kind.HEADER_FIELDS || kind == Section.Kind.HEADER_FIELDS_NOT;
        return takesFields ? words.space().list(words::astring) : List.of();
    }

    private static FetchItem.@Nullable Partial partial(Words words) throws Unexpected {
        if (!words.next('<')) {
            return null;
        }
        words.skip('<');
        var offset = words.number();
        var count = words.skip('.').number();
        words.skip('>');
        return new FetchItem.Partial(offset, count);
    }
}
