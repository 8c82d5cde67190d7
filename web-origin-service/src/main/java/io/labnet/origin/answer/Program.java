package io.labnet.origin.answer;

import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.message.Refusal;
import java.util.Set;

/**
 * What a site computes rather than keeps.
 *
 * <p>It may block: it runs on a virtual thread, several at a time, and is interrupted when it takes
 * too long. HEAD is answered by dropping the body of what it returns, OPTIONS and methods that are
 * not its own without it.
 */
@FunctionalInterface
public interface Program {
    /**
     * Answers one request.
     *
     * @throws Refusal for a request that earns an error in plain text
     */
    Answer answer(Asked asked) throws Refusal;

    /** Whether it answers for this path below its prefix; else the site's files are looked at. */
    default boolean has(ResourcePath path) {
        return true;
    }

    /** The methods that it is asked with, besides OPTIONS; HEAD where GET is. */
    default Set<String> methods() {
        return Set.of("GET", "HEAD", "POST");
    }
}
