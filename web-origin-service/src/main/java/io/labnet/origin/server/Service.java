package io.labnet.origin.server;

import io.labnet.accesslog.AccessLog;
import io.labnet.origin.access.Access;
import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Origin;
import io.labnet.origin.answer.Plan;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.message.Target;
import io.labnet.origin.site.SiteTerms;
import io.labnet.origin.site.Terms;
import io.labnet.trace.Trace;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of a server share.
 *
 * @param threads where answers are worked out that may block
 */
record Service(
        Origin origin,
        SiteTerms siteTerms,
        ServerLimits limits,
        ExecutorService threads,
        AnswerWriter writer,
        Trace trace,
        AccessLog<Access> log,
        Traffic traffic,
        Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** How a request will be answered. */
    Plan plan(RequestHead head, Face face) {
        if (face.astray()) {
            return new Plan.Told(
                    Answer.telling(Status.BAD_REQUEST, "This port wants TLS: ask for https."));
        }
        if (!face.answersFor(head)) {
            return new Plan.Told(
                    Answer.telling(
                            Status.MISDIRECTED_REQUEST,
                            "This connection's certificate does not name the host that is asked"
                                    + " for; open another."));
        }
        try {
            return origin.plan(head, face.host(), face.isSecure());
        } catch (RuntimeException bug) {
            LOG.error("No answer to {}", head.line(), bug);
            return new Plan.Told(shown(failed(), head, face));
        }
    }

    static Answer failed() {
        return Answer.telling(Status.INTERNAL_SERVER_ERROR, "The server's log has the cause.");
    }

    /**
     * An error of the server's own, as the site shows it that was meant.
     *
     * @param head as far as it was read; null when not even its line was
     */
    Answer shown(Answer error, @Nullable RequestHead head, Face face) {
        // No site speaks that the connection's certificate does not name.
        if (head != null && !face.answersFor(head)) {
            return error;
        }
        try {
            return origin.shown(error, head, face.host(), face.isSecure());
        } catch (RuntimeException bug) {
            LOG.error("No page for {}", error.status().line(), bug);
            return error;
        }
    }

    /** On which terms the site that a request means keeps the connection. */
    Terms terms(RequestHead head, Face face) {
        if (face.astray()) {
            return siteTerms.usual().once();
        }
        if (siteTerms.areUsual()) {
            return siteTerms.usual();
        }
        try {
            return switch (Target.of(head, face.isSecure())) {
                case Target.Path(var host, _, _) -> siteTerms.of(host, face.host());
                case Target.Server(var host) -> siteTerms.of(host, face.host());
                case Target.Foreign _, Target.Tunnel _ -> siteTerms.usual();
            };
        } catch (Refusal meansNoSite) {
            return siteTerms.usual();
        }
    }
}
