package io.labnet.origin.server;

import io.labnet.origin.answer.Answer;
import io.labnet.origin.answer.Plan;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that takes work: its content goes in as it comes, and one answer comes out.
 *
 * <p>Its methods are called on the connection's event loop only; the work has a thread of its own.
 */
final class Job {
    private static final Logger LOG = LoggerFactory.getLogger(Job.class);

    private final Service service;
    private final Face face;
    private final RequestHead head;
    private final ContentPipe content;
    private final Executor loop;
    private final Runnable moved;
    private final Future<?> work;
    private volatile boolean broken;
    private boolean whole;
    private @Nullable Answer answer;

    /**
     * Starts the work.
     *
     * @param face as whom the server shows itself to the client
     * @param moved run on the loop when the answer is there, or the pipe has room again
     */
    Job(
            Service service,
            Face face,
            RequestHead head,
            Plan.Worker worker,
            Executor loop,
            Runnable moved) {
        this.service = service;
        this.face = face;
        this.head = head;
        this.loop = loop;
        this.moved = moved;
        this.content = new ContentPipe(() -> onLoop(moved));
        this.work = service.threads().submit(() -> work(worker));
    }

    RequestHead head() {
        return head;
    }

    void take(ByteBuf part) {
        content.put(part);
    }

    /** All of the content has come. */
    void whole() {
        whole = true;
        content.end();
    }

    /** Whether nothing more can be read for it now: its pipe is full, or all that came is in it. */
    boolean isBusy() {
        return whole ? answer == null : content.isFull();
    }

    /** The answer, once the content has come to its end and the work, too. */
    @Nullable Answer answer() {
        return whole ? answer : null;
    }

    /** The rest of the content will not come. */
    void breakOff() {
        broken = true;
        content.fail(new IOException("The client broke off"));
    }

    /** The work has taken too long; nobody waits for it any more. */
    void stop() {
        breakOff();
        work.cancel(true);
    }

    /** What a client gets whose request was given up. */
    Answer tooLate() {
        return shown(
                Answer.telling(
                        Status.SERVICE_UNAVAILABLE,
                        "The answer took too long; ask again later.",
                        "Retry-After",
                        "5"));
    }

    private Answer shown(Answer error) {
        return service.shown(error, head, face);
    }

    private void work(Plan.Worker worker) {
        var result = result(worker);
        content.close();
        onLoop(() -> {
            answer = result;
            moved.run();
        });
    }

    private Answer result(Plan.Worker worker) {
        try {
            return worker.answer(content);
        } catch (IOException | RuntimeException failure) {
            if (broken) {
                LOG.debug("Nobody waits for {} any more", head.line(), failure);
            } else {
                LOG.error("No answer to {}", head.line(), failure);
            }
            return shown(Service.failed());
        } catch (Refusal refusal) {
            return shown(Answer.telling(refusal.status(), refusal.why()));
        }
    }

    private void onLoop(Runnable then) {
        try {
            loop.execute(then);
        } catch (RejectedExecutionException stopped) {
            LOG.debug("The server stopped before {} was answered", head.line());
        }
    }
}
