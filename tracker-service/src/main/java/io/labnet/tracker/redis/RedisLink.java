package io.labnet.tracker.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis, given up when it fails to answer once, and made anew every second.
 *
 * <p>Between the two every question fails at once, so nobody queues for a Redis that is away. Safe
 * for use by many threads.
 */
public final class RedisLink implements AutoCloseable {
    /** How long an answer may take, and a connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final int QUESTIONS_MAX = 4096;
    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);

    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;
    private final ScheduledExecutorService watch;
    private final AtomicReference<@Nullable StatefulRedisConnection<String, byte[]>> connection =
            new AtomicReference<>();
    private volatile String problem = "";
    private volatile String refusal = "";

    /**
     * Connects, or goes on trying.
     *
     * @param url such as {@code redis://:password@host:6379/0}, the last being the database
     * @throws IllegalArgumentException when the URL is none; the message does not repeat it
     */
    public RedisLink(String url) {
        this.uri = parse(url);
        uri.setTimeout(PATIENCE);
        this.resources =
                DefaultClientResources.builder()
                        .ioThreadPoolSize(2)
                        .computationThreadPoolSize(2)
                        .build();
        this.client = RedisClient.create(resources, uri);
        client.setOptions(
                ClientOptions.builder()
                        .autoReconnect(false)
                        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                        .requestQueueSize(QUESTIONS_MAX)
                        .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                        .build());
        look();
        this.watch =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("tracker-redis").factory());
        var millis = BETWEEN_LOOKS.toMillis();
        var _ = watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Why Redis cannot be asked at the moment; empty when it can. */
    public String problem() {
        return problem;
    }

    /**
     * Asks Redis.
     *
     * @throws RedisAwayException when there is no answer in time, or none that is of use
     */
    public <T> T ask(Function<RedisCommands<String, byte[]>, T> question) {
        var asked = connection.get();
        if (asked == null) {
            throw new RedisAwayException();
        }
        try {
            return question.apply(asked.sync());
        } catch (RedisCommandExecutionException e) {
            // It is there and says no, such as when its memory is full: a new connection is no
            // cure.
            refusal = String.valueOf(e.getMessage());
            throw new RedisAwayException(e);
        } catch (RedisException | CancellationException e) {
            giveUp(asked, e);
            throw new RedisAwayException(e);
        }
    }

    /**
     * Runs a script, which returns an array.
     *
     * @throws RedisAwayException as {@link #ask} does
     */
    public List<Object> run(RedisScript script, List<String> keys, List<byte[]> arguments) {
        var names = keys.toArray(String[]::new);
        var values = arguments.toArray(byte[][]::new);
        return ask(redis -> {
            try {
                return redis.evalsha(script.digest(), ScriptOutputType.MULTI, names, values);
            } catch (RedisNoScriptException notSeenYet) {
                return redis.eval(script.text(), ScriptOutputType.MULTI, names, values);
            }
        });
    }

    @Override
    public void close() {
        watch.close();
        var last = connection.getAndSet(null);
        if (last != null) {
            last.close();
        }
        client.shutdown(Duration.ZERO, PATIENCE);
        // Lettuce's threads still tell each other what has closed.
        resources
                .shutdown(QUIET.toMillis(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
    }

    private void look() {
        if (!refusal.isEmpty()) {
            LOG.warn("Redis refused a command: {}", refusal);
            refusal = "";
        }
        try {
            if (connection.get() == null) {
                connect();
            } else {
                ask(RedisCommands::ping);
            }
        } catch (RedisAwayException told) {
            LOG.debug("Redis did not answer", told);
        } catch (RuntimeException e) {
            away(e);
        }
    }

    private void connect() {
        var made = client.connect(CODEC, uri);
        try {
            // One that is still loading its data connects, but refuses this.
            made.sync().ping();
        } catch (RuntimeException e) {
            var _ = made.closeAsync();
            throw e;
        }
        problem = "";
        connection.set(made);
        LOG.info("Redis is there, at {}:{}", uri.getHost(), uri.getPort());
    }

    private void giveUp(StatefulRedisConnection<String, byte[]> failed, RuntimeException cause) {
        if (connection.compareAndSet(failed, null)) {
            away(cause);
            var _ = failed.closeAsync();
        }
    }

    private void away(RuntimeException cause) {
        if (problem.isEmpty()) {
            LOG.debug("Redis is away", cause);
            LOG.warn("Redis is away, at {}:{}: {}", uri.getHost(), uri.getPort(), said(cause));
        }
        problem = "Redis at " + uri.getHost() + ":" + uri.getPort() + ": " + said(cause);
    }

    // Lettuce puts the address around it, the network's own words are in the cause.
    private static String said(RuntimeException cause) {
        var root = cause.getCause() == null ? cause : cause.getCause();
        return String.valueOf(root.getMessage());
    }

    private static RedisURI parse(String url) {
        try {
            return RedisURI.create(url);
        } catch (IllegalArgumentException mayQuoteThePassword) {
            throw new IllegalArgumentException(
                    "labnet.tracker.redis must be a URL such as redis://:password@host:6379/0");
        }
    }
}
