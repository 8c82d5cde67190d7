package io.labnet.origin.answer;

import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.Preconditions;
import io.labnet.origin.representation.Validators;
import java.time.Clock;
import java.util.Set;

/**
 * What is made anew for each who asks, a folder's list or a program's page: there it is, but no
 * version of it is known from another, so of its conditions only {@code *} holds.
 */
final class Unversioned {
    /** What a 304 says of the page in the place of a 200 (RFC 9110 section 15.4.5). */
    private static final Set<String> OF_A_CACHE = Set.of("Cache-Control", "Vary");

    private final Clock clock;

    Unversioned(Clock clock) {
        this.clock = clock;
    }

    /** A GET or HEAD that brought an answer; what is no success has no conditions (13.2.1). */
    Answer read(RequestHead head, Answer answer) {
        if (!answer.status().isSuccess()) {
            return answer;
        }
        return switch (judged(head, true)) {
            case GO_AHEAD -> answer;
            case NOT_MODIFIED -> Answer.bare(Status.NOT_MODIFIED, ofACache(answer.fields()));
            case FAILED -> failed();
        };
    }

    /** Whether what changes something may begin. */
    boolean mayBegin(RequestHead head) {
        return judged(head, false) == Preconditions.GO_AHEAD;
    }

    static Answer failed() {
        return Answer.telling(
                Status.PRECONDITION_FAILED, "No version of it is known from another.");
    }

    private Preconditions judged(RequestHead head, boolean reads) {
        return Preconditions.of(head.fields(), reads, Validators.NONE, clock.instant());
    }

    private static Fields ofACache(Fields fields) {
        return new Fields(fields.all().stream().filter(Unversioned::isOfACache).toList());
    }

    private static boolean isOfACache(Field field) {
        return OF_A_CACHE.stream().anyMatch(field.name()::equalsIgnoreCase);
    }
}
