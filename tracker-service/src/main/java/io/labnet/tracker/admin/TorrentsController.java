package io.labnet.tracker.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.bittorrent.tracker.SwarmCounts;
import io.labnet.tracker.swarm.SwarmStore;
import io.labnet.tracker.torrent.HostedTorrent;
import io.labnet.tracker.torrent.Publication;
import io.labnet.tracker.torrent.TorrentStore;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The torrent files that this tracker hosts. */
@RestController
@RequestMapping("/api/tracker/torrents")
class TorrentsController {
    /** A hosted torrent, and how its swarm stands at the moment. */
    record TorrentView(
            String name,
            String infoHash,
            long lengthBytes,
            int pieces,
            int seeds,
            int leechers,
            int completed) {

        static TorrentView of(HostedTorrent torrent, SwarmCounts counts) {
            return new TorrentView(
                    torrent.name(),
                    torrent.infoHash().hex(),
                    torrent.lengthBytes(),
                    torrent.pieces(),
                    counts.seeds(),
                    counts.leechers(),
                    counts.completed());
        }
    }

    private final TorrentStore torrents;
    private final SwarmStore swarms;

    TorrentsController(TorrentStore torrents, SwarmStore swarms) {
        this.torrents = torrents;
        this.swarms = swarms;
    }

    @GetMapping
    Page<TorrentView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                torrents.all().stream().filter(t -> t.name().contains(q)).map(this::view).toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/{name}")
    TorrentView one(@PathVariable String name) {
        return torrents.find(name).map(this::view).orElseThrow(() -> unknown(name));
    }

    // Reads the body by itself: a converter would take a body of any length into memory.
    @PostMapping(consumes = "application/x-bittorrent")
    ResponseEntity<TorrentView> publish(
            @RequestParam(defaultValue = "") String name, HttpServletRequest request)
            throws IOException {
        var bytes = request.getInputStream().readNBytes(TorrentStore.LENGTH_BYTES_MAX + 1);
        return switch (torrents.publish(name, bytes)) {
            case Publication.Created(var torrent) ->
                    ResponseEntity.created(location(torrent)).body(view(torrent));
            case Publication.AlreadyThere(var torrent) ->
                    ResponseEntity.ok().location(location(torrent)).body(view(torrent));
            case Publication.NameTaken(var torrent) ->
                    throw ApiProblem.conflict(
                            "Another torrent file is named "
                                    + torrent.name()
                                    + ": delete it first, or publish yours as ?name=...");
            case Publication.Full(var most) ->
                    throw ApiProblem.conflict(
                            most + " torrent files are hosted, and no more can be: delete one.");
            case Publication.Refused(var reason) -> throw ApiProblem.invalid("", reason);
        };
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String name) throws IOException {
        if (!torrents.delete(name)) {
            throw unknown(name);
        }
    }

    private TorrentView view(HostedTorrent torrent) {
        return TorrentView.of(torrent, swarms.counts(torrent.infoHash()));
    }

    private static URI location(HostedTorrent torrent) {
        return URI.create("/api/tracker/torrents/" + torrent.name());
    }

    private static ApiProblem unknown(String name) {
        return ApiProblem.notFound("No torrent named " + name + " is hosted here.");
    }
}
