package io.labnet.bittorrent.tracker;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.bencode.Bencode;
import io.labnet.bittorrent.bencode.BencodeException;
import io.labnet.bittorrent.bencode.BencodeValue;
import io.labnet.bittorrent.bencode.BencodeValue.Dictionary;
import io.labnet.bittorrent.bencode.ByteString;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How the asked-for swarms stand (BEP 48); those the tracker does not know are left out. */
public record ScrapeResponse(NavigableMap<InfoHash, SwarmCounts> swarms) {
    public ScrapeResponse {
        swarms = new TreeMap<>(swarms);
    }

    public static ScrapeResponse of(Map<InfoHash, SwarmCounts> swarms) {
        return new ScrapeResponse(new TreeMap<>(swarms));
    }

    /** This as a body for HTTP. */
    public byte[] toBytes() {
        var files = new TreeMap<ByteString, BencodeValue>();
        swarms.forEach((hash, counts) ->
                files.put(
                        ByteString.of(hash.bytes()),
                        Dictionary.EMPTY
                                .with("complete", counts.seeds())
                                .with("downloaded", counts.completed())
                                .with("incomplete", counts.leechers())));
        return Bencode.encode(Dictionary.EMPTY.with("files", new Dictionary(files)));
    }

    /**
     * Reads the body of an answer over HTTP.
     *
     * @throws InvalidTrackerMessageException when it is no answer to a scrape; a failure that the
     *     tracker gives is its message
     */
    public static ScrapeResponse parse(byte[] body) throws InvalidTrackerMessageException {
        var files = files(body);
        var swarms = new TreeMap<InfoHash, SwarmCounts>();
        for (var entry : files.entries().entrySet()) {
            if (entry.getKey().length() == InfoHash.LENGTH
                    && entry.getValue() instanceof Dictionary counts) {
                swarms.put(
                        InfoHash.of(entry.getKey().bytes()),
                        new SwarmCounts(
                                bounded(counts.integer("complete", 0)),
                                bounded(counts.integer("incomplete", 0)),
                                bounded(counts.integer("downloaded", 0))));
            }
        }
        return new ScrapeResponse(swarms);
    }

    private static int bounded(long number) {
        return (int) Math.clamp(number, 0, (long) Integer.MAX_VALUE);
    }

    private static Dictionary files(byte[] body) throws InvalidTrackerMessageException {
        try {
            var answer = Bencode.decodeDictionary(body);
            var files = answer.dictionary("files");
            if (files != null) {
                return files;
            }
            var failure = answer.text("failure reason");
            throw new InvalidTrackerMessageException(
                    failure == null ? "the answer to a scrape has no files" : failure);
        } catch (BencodeException e) {
            throw new InvalidTrackerMessageException(
                    "the answer to a scrape is not bencoded: " + e.getMessage(), e);
        }
    }
}
