package io.labnet.bittorrent.tracker;

/**
 * How a swarm stands (BEP 48).
 *
 * @param seeds peers that have everything
 * @param leechers peers that do not
 * @param completed how many downloads were ever reported as complete
 */
public record SwarmCounts(int seeds, int leechers, int completed) {
    public static final SwarmCounts NONE = new SwarmCounts(0, 0, 0);
}
