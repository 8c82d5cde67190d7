package io.labnet.origin.answer;

import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.content.Shelf.Entry;
import io.labnet.origin.message.Status;
import io.labnet.origin.site.Site;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is in a folder, as a page. */
final class Listing {
    /** More than this is for no reader. */
    private static final int ENTRIES_MAX = 1000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Listing() {}

    /** Reads the folder, which takes time. */
    static Answer of(Site site, ResourcePath folder) {
        var entries =
                site.list(folder, ENTRIES_MAX).stream()
                        .map(Listing::row)
                        .collect(Collectors.joining());
        var name = Html.escaped(folder.text());
        var up = folder.segments().isEmpty() ? "" : "<tr><td><a href=\"../\">../</a></td></tr>\n";
        return Html.page(
                Status.OK,
                """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s</title></head>
                <body>
                <h1>%s</h1>
                <table>
                <tr><th>Name</th><th>Last modified (UTC)</th><th>Bytes</th></tr>
                %s%s</table>
                </body>
                </html>
                """
                        .formatted(name, name, up, entries));
    }

    private static String row(Entry entry) {
        var name = entry.folder() ? entry.name() + "/" : entry.name();
        return "<tr><td><a href=\"%s\">%s</a></td><td>%s</td><td>%s</td></tr>\n"
                .formatted(
                        link(entry),
                        Html.escaped(name),
                        TIME.format(entry.modified()),
                        entry.folder() ? "" : entry.lengthBytes());
    }

    // From the folder itself, so that a colon in a name is no scheme (RFC 3986 section 4.2).
    private static String link(Entry entry) {
        var encoded = URLEncoder.encode(entry.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return "./" + encoded + (entry.folder() ? "/" : "");
    }
}
