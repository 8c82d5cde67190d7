package io.labnet.webcache.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A response's content while it arrives, up to a limit.
 *
 * <p>Not for several threads at once.
 */
public final class Filling {
    private final FillingSpace space;
    private final int mostBytes;
    private final List<byte[]> chunks = new ArrayList<>();
    private int lengthBytes;
    private boolean abandoned;

    Filling(FillingSpace space, int mostBytes) {
        this.space = space;
        this.mostBytes = mostBytes;
    }

    /** Keeps a copy of these bytes; once there are too many, forgets them all. */
    public void add(ByteBuffer bytes) {
        var more = bytes.remaining();
        if (abandoned) {
            return;
        }
        if (more > mostBytes - lengthBytes || !space.reserve(more)) {
            abandon();
            return;
        }
        var chunk = new byte[more];
        bytes.get(chunk);
        chunks.add(chunk);
        lengthBytes += more;
    }

    public boolean isAbandoned() {
        return abandoned;
    }

    /** The whole; empty when there was too much of it. */
    public Optional<Content> finish() {
        if (abandoned) {
            return Optional.empty();
        }
        var whole = ByteBuffer.allocate(lengthBytes);
        chunks.forEach(whole::put);
        abandon();
        return Optional.of(new Content(whole.array()));
    }

    /** Forgets what came so far and gives its space back; doing it twice does no harm. */
    public void abandon() {
        if (!abandoned) {
            abandoned = true;
            chunks.clear();
            space.release(lengthBytes);
        }
    }
}
