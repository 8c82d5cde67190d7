package io.labnet.dns.zone;

import org.jspecify.annotations.Nullable;

/** Adds to each change what has to follow from it before it is kept: a signed zone's signatures. */
public interface Completion {
    /** Zones that are as they are told to be. */
    Completion NONE = (_, wanted) -> wanted;

    /**
     * The change as a whole.
     *
     * @param newest the version that is changed, by nobody else meanwhile
     * @return null when nothing is left to change
     * @throws ZoneFault when it cannot be done
     */
    @Nullable Difference complete(Zone newest, Difference wanted) throws ZoneFault;
}
