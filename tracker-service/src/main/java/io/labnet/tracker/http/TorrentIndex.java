package io.labnet.tracker.http;

import io.labnet.tracker.torrent.HostedTorrent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The page that lists the hosted torrents, for people. */
final class TorrentIndex {
    private TorrentIndex() {}

    // Names hold letters, digits, dots, hyphens and underscores: nothing that HTML would read.
    static byte[] of(List<HostedTorrent> torrents) {
        var items = new StringBuilder();
        for (var torrent : torrents) {
            var name = torrent.name();
            items.append("<li><a href=\"/torrents/%s.torrent\">%s</a>, ".formatted(name, name));
            items.append(
                    "%d bytes, %s</li>\n".formatted(torrent.lengthBytes(), torrent.infoHash()));
        }
        return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Torrents</title></head>
        <body>
        <h1>Torrents</h1>
        <ul>
        %s</ul>
        </body>
        </html>
        """
                .formatted(items)
                .getBytes(StandardCharsets.UTF_8);
    }
}
