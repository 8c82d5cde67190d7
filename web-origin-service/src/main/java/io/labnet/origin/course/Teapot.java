package io.labnet.origin.course;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Asked;
import io.labnet.origin.answer.Program;
import io.labnet.origin.message.Status;

/** Refuses to brew coffee (RFC 2324 section 2.3.2). */
public final class Teapot implements Program {
    @Override
    public Answer answer(Asked asked) {
        return Answer.telling(Status.IM_A_TEAPOT, "It is short and stout, and has no coffee.");
    }
}
