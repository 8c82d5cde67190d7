package io.labnet.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The live form of a list: server-sent events to at most {@value #MOST_WATCHERS} watchers.
 *
 * <p>Each watcher has a virtual thread that looks for news at a steady beat, so whoever makes the
 * news never waits for whoever reads it.
 */
public final class EventStream implements SmartLifecycle {
    static final int MOST_WATCHERS = 64;
    private static final Duration BEAT = Duration.ofMillis(250);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final int BEATS_BETWEEN_COMMENTS = 8;
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    /**
     * What is new since a watcher last looked.
     *
     * @param events each becomes one event's JSON
     * @param next handed back at the next look
     */
    public record News(Iterable<?> events, long next) {}

    private final Semaphore places = new Semaphore(MOST_WATCHERS);
    private volatile boolean running;

    /**
     * Opens a stream.
     *
     * @param name the events' name
     * @param from where the watcher starts
     * @param news asked a few times a second, from the watcher's own thread
     * @throws ApiProblem (503) when {@value #MOST_WATCHERS} are watching already
     */
    public SseEmitter open(String name, long from, LongFunction<News> news) {
        if (!places.tryAcquire()) {
            throw ApiProblem.unavailable(MOST_WATCHERS + " watchers are the most at a time.");
        }
        var emitter = new SseEmitter(0L);
        Thread.ofVirtual().name("events-" + name).start(() -> feed(emitter, name, from, news));
        return emitter;
    }

    private void feed(SseEmitter emitter, String name, long from, LongFunction<News> news) {
        try {
            var last = from;
            for (int beat = 0; running; beat++) {
                var found = news.apply(last);
                for (var event : found.events()) {
                    emitter.send(
                            SseEmitter.event().name(name).data(event, MediaType.APPLICATION_JSON));
                }
                last = found.next();
                if (beat % BEATS_BETWEEN_COMMENTS == 0) {
                    // A comment every other second is how a watcher that left is noticed, and its
                    // place given to another.
                    emitter.send(SseEmitter.event().comment("still here"));
                }
                Thread.sleep(BEAT);
            }
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("A watcher of {} left", name, gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    // The web server stops after us, and would wait two seconds for streams that are still open.
    @Override
    public void stop() {
        running = false;
        try {
            if (places.tryAcquire(MOST_WATCHERS, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                places.release(MOST_WATCHERS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
