package io.labnet.gateway.merging;

import io.labnet.gateway.services.Instance;
import io.labnet.gateway.upstream.Answer;
import io.labnet.gateway.upstream.EventLines;
import io.labnet.gateway.upstream.Question;
import io.labnet.gateway.upstream.RequestBody;
import io.labnet.gateway.upstream.Unanswered;
import io.labnet.gateway.upstream.Upstream;
import io.labnet.gateway.upstream.Upstreams;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event streams of several instances as one, event by event.
 *
 * <p>Who joins, or comes back, is heard within seconds; when nobody is left, the stream ends, and
 * the watcher comes back by itself. A watcher who reads slowly makes the instances wait.
 */
public final class MergedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(MergedEvents.class);
    private static final int EVENTS_WAITING_MAX = 64;
    private static final int EVENT_BYTES_MAX = 256 * 1024;
    private static final Duration BEAT = Duration.ofSeconds(1);

    private sealed interface Heard {
        /** A whole event, or a comment. */
        record Event(String block) implements Heard {}

        /**
         * Nothing more comes from there.
         *
         * @param forGood it has no such stream
         */
        record End(Instance instance, boolean forGood) implements Heard {}
    }

    private final List<Answer> open;
    private final Question question;
    private final Upstreams upstreams;
    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(EVENTS_WAITING_MAX);
    private final Map<Instance, Thread> listeners = new HashMap<>();
    private final Set<Instance> withoutStream = new HashSet<>();
    private volatile boolean over;

    /**
     * A stream that nobody reads yet.
     *
     * @param open whose streams are open already
     * @param question what opens further ones
     */
    MergedEvents(List<Answer> open, Question question, Upstreams upstreams) {
        this.open = open;
        this.question = question;
        this.upstreams = upstreams;
    }

    /** Passes events on until the client leaves or nobody tells any more. */
    public void to(OutputStream client) {
        try {
            open.forEach(answer -> listen(answer.instance(), () -> answer));
            pass(client);
        } catch (IOException left) {
            LOG.debug("A watcher of {} left", question.target(), left);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
            listeners.values().forEach(Thread::interrupt);
        }
    }

    private void pass(OutputStream client) throws IOException, InterruptedException {
        var lastLook = System.nanoTime();
        while (!listeners.isEmpty()) {
            var next = heard.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
            if (next != null) {
                take(next, client);
            }
            if (System.nanoTime() - lastLook >= BEAT.toNanos()) {
                listenToOthers();
                lastLook = System.nanoTime();
            }
        }
    }

    private void take(Heard next, OutputStream client) throws IOException {
        switch (next) {
            case Heard.Event(var block) -> {
                client.write(block.getBytes(StandardCharsets.UTF_8));
                client.flush();
            }
            case Heard.End(var instance, var forGood) -> {
                listeners.remove(instance);
                if (forGood) {
                    withoutStream.add(instance);
                }
            }
        }
    }

    private void listenToOthers() {
        try {
            for (var way : upstreams.now()) {
                var instance = way.instance();
                if (!listeners.containsKey(instance) && !withoutStream.contains(instance)) {
                    listen(instance, () -> opened(way));
                }
            }
        } catch (Unanswered nobodyThere) {
            LOG.debug("Nobody new tells {}", question.target(), nobodyThere);
        }
    }

    private Answer opened(Upstream way) throws IOException {
        return way.send(question, RequestBody.none());
    }

    private void listen(Instance instance, Callable<Answer> stream) {
        var thread =
                Thread.ofVirtual()
                        .name("gateway-events-" + instance.address())
                        .unstarted(() -> hear(instance, stream));
        listeners.put(instance, thread);
        thread.start();
    }

    private void hear(Instance instance, Callable<Answer> stream) {
        var hasStream = true;
        try (var answer = stream.call()) {
            hasStream = answer.status() >= 500 || answer.isEventStream();
            if (answer.status() == 200 && hasStream) {
                hear(answer);
            }
        } catch (Exception brokenOff) {
            LOG.debug("{} tells nothing at the moment", instance, brokenOff);
        }
        try {
            if (!over) {
                heard.put(new Heard.End(instance, !hasStream));
            }
        } catch (InterruptedException nobodyListens) {
            Thread.currentThread().interrupt();
        }
    }

    private void hear(Answer answer) throws IOException, InterruptedException {
        var lines = new EventLines(new BufferedInputStream(answer.body()), EVENT_BYTES_MAX);
        for (var block = block(lines); block != null; block = block(lines)) {
            heard.put(new Heard.Event(block));
        }
    }

    private static @Nullable String block(EventLines lines) throws IOException {
        var block = new StringBuilder();
        for (var line = lines.next(); line != null; line = lines.next()) {
            block.append(line).append('\n');
            if (line.isEmpty()) {
                return block.toString();
            }
            if (block.length() > EVENT_BYTES_MAX) {
                throw new IOException("An event has more than " + EVENT_BYTES_MAX + " bytes");
            }
        }
        return null;
    }
}
