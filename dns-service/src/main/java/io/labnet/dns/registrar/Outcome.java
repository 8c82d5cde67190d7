package io.labnet.dns.registrar;

import java.util.List;

/** What became of a wish about a domain. */
public sealed interface Outcome {
    /** It is done, in the top-level domain and on disk; the registration as it is or was. */
    record Done(Registration registration) implements Outcome {}

    /** Nobody registered such a domain here. */
    record Unregistered(String reason) implements Outcome {}

    /** Somebody has the domain. */
    record Taken(String reason) implements Outcome {}

    /** It cannot be done as things stand. */
    record Refused(String reason) implements Outcome {}

    /** Some of what was wished for cannot be. */
    record Bad(List<Fault> faults) implements Outcome {}

    /** No more domains fit in. */
    record Full(int most) implements Outcome {}

    /** Not now; nothing is changed, or what was begun will be undone. */
    record Unavailable(String reason) implements Outcome {}
}
