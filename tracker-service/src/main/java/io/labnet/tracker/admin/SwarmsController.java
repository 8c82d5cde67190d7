package io.labnet.tracker.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.bittorrent.InfoHash;
import io.labnet.tracker.swarm.SwarmPeer;
import io.labnet.tracker.swarm.SwarmStore;
import io.labnet.tracker.swarm.SwarmSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The swarms at this moment, and who is in them. */
@RestController
@RequestMapping("/api/tracker/swarms")
class SwarmsController {
    record SwarmView(String infoHash, int seeds, int leechers, int completed) {
        static SwarmView of(SwarmSummary swarm) {
            var counts = swarm.counts();
            return new SwarmView(
                    swarm.infoHash().hex(), counts.seeds(), counts.leechers(), counts.completed());
        }
    }

    /**
     * A peer as it last announced itself.
     *
     * @param id printable ASCII as it is, a dot for every other byte
     * @param leftBytes null while the peer does not know
     */
    record PeerView(
            String address,
            int port,
            String id,
            boolean seed,
            long uploadedBytes,
            long downloadedBytes,
            @Nullable Long leftBytes,
            Instant announced) {

        static PeerView of(SwarmPeer peer) {
            var left = peer.leftBytes();
            return new PeerView(
                    peer.address().getAddress().getHostAddress(),
                    peer.address().getPort(),
                    peer.id().text(),
                    peer.isSeed(),
                    peer.uploadedBytes(),
                    peer.downloadedBytes(),
                    left == Long.MAX_VALUE ? null : left,
                    peer.announced());
        }
    }

    private final SwarmStore swarms;

    SwarmsController(SwarmStore swarms) {
        this.swarms = swarms;
    }

    @GetMapping
    Page<SwarmView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = swarms.swarms().stream().map(SwarmView::of);
        return Page.of(found.filter(s -> s.infoHash().startsWith(q)).toList(), page, size);
    }

    @GetMapping("/{infoHash}/peers")
    Page<PeerView> peers(
            @PathVariable String infoHash,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size) {
        var found = swarms.peers(parsed(infoHash)).stream().map(PeerView::of).toList();
        return Page.of(found, page, size);
    }

    private static InfoHash parsed(String hex) {
        try {
            return InfoHash.parse(hex);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.notFound("An info-hash has 40 hexadecimal digits.");
        }
    }
}
