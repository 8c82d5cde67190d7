package io.labnet.webcache.edge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of several edges owns a URL, by rendezvous hashing (Thaler and Ravishankar, "Using
 * name-based mappings to increase hit rates", 1998): each edge scores each URL, and the highest
 * score wins.
 *
 * <p>All edges that know the same names and weights agree without a word. When one goes, only its
 * own URLs move, to whoever came second; when it comes back, just these return.
 */
public record Ring(List<Edge> edges) {
    private static final int FRACTION_BITS = 53;

    /**
     * One of the edges.
     *
     * @param name the same at all edges
     * @param weight its share is to the others' as its weight is to theirs; more than 0
     */
    public record Edge(String name, double weight) {
        public Edge {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "the weight of edge " + name + " is " + weight + ", but must be above 0");
            }
        }
    }

    /** What an edge bids for a URL; more than 0. */
    public record Score(Edge edge, double value) {}

    public Ring {
        edges = List.copyOf(edges);
        if (edges.stream().map(Edge::name).distinct().count() < edges.size()) {
            throw new IllegalArgumentException("two edges have the same name");
        }
    }

    /** All edges, the one that owns the URL first, then the one that would after it, and so on. */
    public List<Score> scores(String url) {
        return edges.stream()
                .map(edge -> new Score(edge, score(edge, url)))
                .sorted(
                        Comparator.comparingDouble(Score::value)
                                .reversed()
                                .thenComparing(score -> score.edge().name()))
                .toList();
    }

    /** The edge that owns a URL among those that are alive. */
    public Optional<Edge> owner(String url, Predicate<Edge> alive) {
        return scores(url).stream().map(Score::edge).filter(alive).findFirst();
    }

    // -w / ln(u) of a uniform u in (0, 1): such bids win in proportion to their weights.
    private static double score(Edge edge, String url) {
        return -edge.weight() / Math.log(uniform(edge.name() + "\n" + url));
    }

    private static double uniform(String text) {
        var digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        var bits = ByteBuffer.wrap(digest).getLong() >>> (Long.SIZE - FRACTION_BITS);
        return (bits + 0.5) / (1L << FRACTION_BITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
