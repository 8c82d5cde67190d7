package io.labnet.tracker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A Lua script that Redis runs as one step.
 *
 * @param digest the SHA-1 by which Redis knows a script that it has seen
 */
public record RedisScript(String text, String digest) {
    /** Puts a script together from files that lie beside a class; the first may serve several. */
    public static RedisScript of(Class<?> neighbour, String... files) {
        var text = new StringBuilder();
        for (var file : files) {
            text.append(read(neighbour, file));
        }
        var script = text.toString();
        return new RedisScript(script, Base16.digest(script.getBytes(UTF_8)));
    }

    private static String read(Class<?> neighbour, String file) {
        try (var stream = neighbour.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + file + " beside " + neighbour);
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
