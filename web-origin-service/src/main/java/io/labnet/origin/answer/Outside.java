package io.labnet.origin.answer;

import io.labnet.origin.message.Fields;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.site.Cors;

/** What scripts of other sites are told that they may do (the Fetch standard, section 3.2). */
final class Outside {
    private Outside() {}

    /** Whether a browser asks before it sends a script's request. */
    static boolean isPreflight(RequestHead head, Cors cors) {
        return cors.isOn()
                && head.method().equals("OPTIONS")
                && head.fields().has("Origin")
                && head.fields().has("Access-Control-Request-Method");
    }

    /**
     * The answer to that question.
     *
     * @param allowed the methods of what is asked for
     */
    static Answer preflight(RequestHead head, Cors cors, String allowed) {
        var said = Fields.of("Allow", allowed);
        if (cors.allowed(origin(head)) != null) {
            said = said.with("Access-Control-Allow-Methods", allowed);
            if (!cors.headers().isEmpty()) {
                said = said.with("Access-Control-Allow-Headers", String.join(", ", cors.headers()));
            }
            said = said.with("Access-Control-Max-Age", "" + cors.maxAge().toSeconds());
        }
        return Answer.bare(Status.NO_CONTENT, said);
    }

    /** An answer with what a browser needs to hand it to a script, or to keep it from one. */
    static Answer opened(Answer answer, RequestHead head, Cors cors) {
        if (!cors.isOn()) {
            return answer;
        }
        // Also for who has no origin: a cache must not give that answer to one who has.
        var opened = cors.varies() ? answer.with("Vary", "Origin") : answer;
        var allowed = head.fields().has("Origin") ? cors.allowed(origin(head)) : null;
        if (allowed == null) {
            return opened;
        }
        opened =
                opened.with("Access-Control-Allow-Origin", allowed)
                        .with(
                                "Access-Control-Expose-Headers",
                                "Accept-Ranges, Content-Range, ETag");
        return cors.credentials()
                ? opened.with("Access-Control-Allow-Credentials", "true")
                : opened;
    }

    private static String origin(RequestHead head) {
        var origin = head.fields().joined("Origin");
        return origin == null ? "" : origin;
    }
}
