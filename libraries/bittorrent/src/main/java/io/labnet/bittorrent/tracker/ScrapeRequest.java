package io.labnet.bittorrent.tracker;

import io.labnet.bittorrent.InfoHash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A question how some swarms stand (BEP 48), at most {@value #MOST} at a time. */
public record ScrapeRequest(List<InfoHash> infoHashes) {
    /** What fits into one packet of BEP 15. */
    public static final int MOST = 74;

    public ScrapeRequest {
        infoHashes = List.copyOf(infoHashes);
    }

    /**
     * Reads what stands behind the question mark of a scrape over HTTP.
     *
     * @param query still percent-encoded
     * @throws InvalidTrackerMessageException with what to tell the peer
     */
    public static ScrapeRequest parse(String query) throws InvalidTrackerMessageException {
        var hashes = new ArrayList<InfoHash>();
        for (var bytes : QueryString.parse(query).all("info_hash")) {
            if (bytes.length != InfoHash.LENGTH) {
                throw new InvalidTrackerMessageException(
                        "info_hash must be " + InfoHash.LENGTH + " bytes, not " + bytes.length);
            }
            hashes.add(InfoHash.of(bytes));
        }
        if (hashes.isEmpty() || hashes.size() > MOST) {
            throw new InvalidTrackerMessageException(
                    "a scrape needs 1 to " + MOST + " parameters info_hash");
        }
        return new ScrapeRequest(hashes);
    }

    /** This as a query string for HTTP, without the question mark. */
    public String toQuery() {
        return infoHashes.stream()
                .map(hash -> "info_hash=" + QueryString.encoded(hash.bytes()))
                .collect(Collectors.joining("&"));
    }
}
