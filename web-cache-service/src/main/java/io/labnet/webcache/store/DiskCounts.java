package io.labnet.webcache.store;

import java.util.concurrent.atomic.LongAdder;

/** What the disk tier has done so far. */
final class DiskCounts {
    final LongAdder evicted = new LongAdder();
    final LongAdder moved = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder damaged = new LongAdder();
}
