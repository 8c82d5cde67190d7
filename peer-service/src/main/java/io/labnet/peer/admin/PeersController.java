package io.labnet.peer.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.bittorrent.metainfo.InvalidMetainfoException;
import io.labnet.bittorrent.metainfo.Metainfo;
import io.labnet.peer.house.Admission;
import io.labnet.peer.house.DemoSeed;
import io.labnet.peer.house.Peer;
import io.labnet.peer.house.PeerHouse;
import io.labnet.peer.http.Http;
import io.labnet.peer.http.RefusedException;
import jakarta.validation.Valid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The peers of this process: as a list, one by one, and live. */
@RestController
@RequestMapping("/api/${labnet.noun}")
class PeersController {
    private static final int TORRENT_BYTES_MAX = 1 << 20;
    private static final InetAddress ANY = InetAddress.ofLiteral("0.0.0.0");

    private final PeerHouse house;
    private final Http http;
    private final EventStream stream;

    PeersController(PeerHouse house, Http http, EventStream stream) {
        this.house = house;
        this.http = http;
        this.stream = stream;
    }

    @GetMapping
    Page<PeerResource> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                house.all().stream()
                        .map(PeerResource::of)
                        .filter(peer -> peer.name().contains(q) || peer.torrent().contains(q))
                        .toList();
        return Page.of(found, page, size);
    }

    @PostMapping
    ResponseEntity<PeerResource> add(@Valid @RequestBody PeerRequest wish) {
        var metainfo = fetch(wish.torrent());
        var admission =
                house.admit(
                        metainfo,
                        Objects.requireNonNullElse(wish.name(), ""),
                        wish.torrent().toString(),
                        Objects.requireNonNullElse(wish.uploadLimitBytesPerSecond(), 0L),
                        Objects.requireNonNullElse(wish.downloadLimitBytesPerSecond(), 0L));
        return switch (admission) {
            case Admission.Admitted(Peer peer) ->
                    ResponseEntity.created(URI.create("/api/peers/" + peer.profile().name()))
                            .body(PeerResource.of(peer));
            case Admission.BadName(String reason) -> throw ApiProblem.invalid("/name", reason);
            case Admission.HouseFull(int most) ->
                    throw ApiProblem.houseFull(
                            "There are " + most + " peers, and no address for more: delete one.");
            case Admission.TooLarge(String reason) -> throw ApiProblem.invalid("/torrent", reason);
            case Admission.Impossible(String reason) ->
                    throw ApiProblem.unavailable("The peer cannot start: " + reason);
        };
    }

    private Metainfo fetch(URI torrent) {
        try {
            return Metainfo.parse(http.get(torrent, ANY, TORRENT_BYTES_MAX));
        } catch (RefusedException refused) {
            throw ApiProblem.invalid("/torrent", torrent + ": " + refused.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw ApiProblem.invalid("/torrent", torrent + " cannot be fetched: " + e.getMessage());
        } catch (InvalidMetainfoException e) {
            throw ApiProblem.invalid("/torrent", "It is no torrent file: " + e.getMessage());
        }
    }

    @GetMapping("/{name}")
    PeerResource show(@PathVariable String name) {
        return PeerResource.of(peer(name));
    }

    @GetMapping("/{name}/connections")
    Page<ConnectionResource> connections(
            @PathVariable String name,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        var all = peer(name).neighbours().stream().map(ConnectionResource::of).toList();
        return Page.of(all, page, size);
    }

    /** The finished file, in parts too if asked for by range. */
    @GetMapping("/{name}/content")
    ResponseEntity<FileSystemResource> content(@PathVariable String name) {
        var peer = peer(name);
        if (peer.metainfo().info().files().size() > 1) {
            throw ApiProblem.conflict("The torrent has many files, and only one can be sent.");
        }
        var file =
                peer.file()
                        .orElseThrow(() ->
                                ApiProblem.conflict(
                                        "Pieces are missing still: "
                                                + peer.progress().piecesHave()
                                                + " of "
                                                + peer.progress().pieces()
                                                + " have come."));
        var disposition =
                ContentDisposition.attachment().filename(peer.metainfo().info().name()).build();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .body(new FileSystemResource(file));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name) throws IOException {
        if (name.equals(DemoSeed.NAME)) {
            throw ApiProblem.conflict("The seed belongs to the lab, and would come back.");
        }
        if (!house.remove(name)) {
            throw notFound(name);
        }
    }

    /** Each peer once, then whenever something about it has changed. */
    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("peer", -1, this::news);
    }

    private News news(long last) {
        var now = house.changes();
        var changed =
                house.all().stream()
                        .filter(peer -> peer.changed() > last)
                        .map(PeerResource::of)
                        .toList();
        return new News(changed, now);
    }

    private Peer peer(String name) {
        return house.find(name).orElseThrow(() -> notFound(name));
    }

    private static ApiProblem notFound(String name) {
        return ApiProblem.notFound("There is no peer '" + name + "'.");
    }
}
