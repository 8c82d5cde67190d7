package io.labnet.origin.course;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Asked;
import io.labnet.origin.answer.Form;
import io.labnet.origin.answer.Html;
import io.labnet.origin.answer.Program;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.Status;
import java.util.stream.Collectors;

/** The book's animal search: shows what a form's GET or POST said to the server. */
public final class Search implements Program {
    @Override
    public Answer answer(Asked asked) throws Refusal {
        var found = asked.form().entries().stream().map(Search::row).collect(Collectors.joining());
        // HEAD asks what GET would get (RFC 9110 section 9.3.2), to the last letter.
        var way = asked.head().isHead() ? "GET" : asked.head().method();
        var page =
                """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>Animal search</title></head>
                <body>
                <p>By %s you searched for:</p>
                <ul>
                %s</ul>
                </body>
                </html>
                """
                        .formatted(way, found);
        // What one visitor searched for is no page for the next.
        return Html.page(Status.OK, page).with("Cache-Control", "no-store");
    }

    private static String row(Form.Entry entry) {
        var name = Html.escaped(entry.name());
        return entry.value().isEmpty()
                ? "<li>" + name + "</li>\n"
                : "<li>" + name + ": " + Html.escaped(entry.value()) + "</li>\n";
    }
}
