package io.labnet.mail.queue;

import io.labnet.mail.store.Waiting;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The way to other hosts: a network seam. */
@FunctionalInterface
public interface Carrier {
    /**
     * Tries once to hand a message over.
     *
     * @param parcel one message for recipients of one domain, one or more
     * @param stillOurs asked before the last byte goes out: whether nobody else may have taken the
     *     parcel meanwhile
     * @return an outcome for each id
     */
    Map<Long, Outcome> carry(List<Waiting> parcel, BooleanSupplier stillOurs);
}
