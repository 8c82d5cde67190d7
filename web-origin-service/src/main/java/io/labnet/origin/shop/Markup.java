package io.labnet.origin.shop;

import io.labnet.origin.answer.Html;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A piece of a page. Whatever is put into one is escaped, unless it is such a piece itself. */
record Markup(String text) {
    static final Markup NONE = new Markup("");

    /**
     * A template with its values.
     *
     * @param template as of {@link String#formatted}, with %s alone
     */
    static Markup of(String template, Object... values) {
        return new Markup(template.formatted(Stream.of(values).map(Markup::safe).toArray()));
    }

    /** One piece for each of these. */
    static <T> Markup each(Collection<T> all, Function<T, Markup> piece) {
        return new Markup(all.stream().map(piece).map(Markup::text).collect(Collectors.joining()));
    }

    private static String safe(Object value) {
        return value instanceof Markup(var text) ? text : Html.escaped(value.toString());
    }
}
