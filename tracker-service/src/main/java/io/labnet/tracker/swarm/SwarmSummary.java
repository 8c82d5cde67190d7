package io.labnet.tracker.swarm;

import io.labnet.bittorrent.InfoHash;
import io.labnet.bittorrent.tracker.SwarmCounts;

/** One swarm in a list of them. */
public record SwarmSummary(InfoHash infoHash, SwarmCounts counts) {}
