package io.labnet.gateway.merging;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.upstream.Answer;
import java.util.List;

/** What becomes of one request to several instances. */
public sealed interface Reply {
    /** Who should have been heard as well, but did not answer. */
    List<Instance> missing();

    /** One of the instances has the answer. */
    record One(Answer answer, List<Instance> missing) implements Reply {}

    /**
     * All have a part of it.
     *
     * @param json the whole
     * @param from whose parts it was made of
     */
    record Merged(String json, List<Instance> from, List<Instance> missing) implements Reply {}

    /**
     * All go on telling.
     *
     * @param from who tells when it begins
     */
    record Live(MergedEvents events, List<Instance> from, List<Instance> missing)
            implements Reply {}
}
