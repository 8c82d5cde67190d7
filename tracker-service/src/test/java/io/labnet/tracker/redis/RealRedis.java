package io.labnet.tracker.redis;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One Redis for all tests of the module, empty before each, stopped after the last. */
public final class RealRedis implements BeforeEachCallback {
    private record Running(RedisServer server, RedisLink link) implements AutoCloseable {
        static Running start(Class<?> key) {
            try {
                var server = RedisServer.start();
                return new Running(server, new RedisLink(server.url()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            link.close();
            server.close();
        }
    }

    private @Nullable Running running;

    @Override
    public void beforeEach(ExtensionContext context) {
        var store = context.getRoot().getStore(Namespace.GLOBAL);
        running = store.computeIfAbsent(Running.class, Running::start, Running.class);
        link().ask(RedisCommands::flushall);
    }

    public RedisLink link() {
        return Objects.requireNonNull(running).link();
    }

    /** The names of all that is kept. */
    public List<String> keys() {
        return link().ask(redis -> redis.keys("*"));
    }
}
