package io.labnet.tracker.swarm;

import java.util.SplittableRandom;

class MemorySwarmStoreTest extends SwarmStoreContract {
    @Override
    SwarmStore open(SwarmLimits limits) {
        return new MemorySwarmStore(limits, clock, new SplittableRandom(7));
    }
}
