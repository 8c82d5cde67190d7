package io.labnet.webcache.store;

import java.util.function.Supplier;

/**
 * A stored response, to be looked at.
 *
 * @param onDisk whether it would survive a restart
 * @param reading gives it; for one that is on disk only this takes some time
 */
public record Listed(
        String uri, Tags tags, boolean inMemory, boolean onDisk, Supplier<StoredObject> reading) {
    public StoredObject object() {
        return reading.get();
    }
}
