package io.labnet.webcache.store;

import io.labnet.webcache.message.Fields;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.VaryKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response's content while it arrives: written by one, read by many, and stored at its end.
 *
 * <pre>
 *   held --- too large for memory ---> spilled --- too large for the disk, or it fails --,
 *     '----- too large, and no disk ---------------------------------------------> passed on
 * </pre>
 *
 * <p>Held content stays in memory. Spilled content goes to disk, and the writer waits while much of
 * it is not yet written. What is passed on is not stored, and the writer waits for the slowest
 * reader; without a reader there is no sense in it, and it is abandoned.
 *
 * <p>Safe for many threads.
 */
public final class Filling implements Content {
    private static final int UNWRITTEN_BYTES_MAX = 1024 * 1024;
    private static final int UNWRITTEN_BYTES_MAX_WHEN_FULL = 2 * Chunks.CHUNK_BYTES;
    private static final int UNREAD_BYTES_MAX = Chunks.CHUNK_BYTES;

    /** Where it goes in the end: the store itself. */
    interface Shelf {
        /** Whether a purge that came after {@code begun} means this response. */
        boolean isPurged(StoredObject object, long begun);

        void keep(StoredObject whole, long begun);

        /** Begins to spill; empty when there is no disk, or not for this one. */
        Optional<Spill> spill(StoredObject object, long begun, Spill.Progress progress);
    }

    private enum Way {
        HELD,
        SPILLED,
        PASSED_ON
    }

    private enum State {
        OPEN,
        COMPLETE,
        BROKEN
    }

    private final Shelf shelf;
    private final FillingSpace space;
    private final Placement.Rule rule;
    private final StoredObject object;
    private final long announcedBytes;
    private final long begun;
    private final Window window = new Window();
    private final List<FillingReader> readers = new ArrayList<>();
    private @Nullable Spill spill;
    private @Nullable Runnable room;
    private Way way = Way.HELD;
    private State state = State.OPEN;
    private long reservedBytes;
    private long handedBytes;
    private long writtenBytes;
    private Fields trailers = Fields.NONE;

    Filling(
            Shelf shelf,
            FillingSpace space,
            Placement.Rule rule,
            Head head,
            long announcedBytes,
            long begun) {
        this.shelf = shelf;
        this.space = space;
        this.rule = rule;
        this.announcedBytes = announcedBytes;
        this.begun = begun;
        this.object = new StoredObject(head.uri(), head.key(), head.received(), this);
    }

    /** What is known of a response before its content. */
    public record Head(String uri, VaryKey key, Received received) {}

    /** The response that it will be, with this as its content: followers are served that. */
    public StoredObject object() {
        return object;
    }

    /** Keeps a copy of these bytes. */
    public void add(ByteBuffer bytes) {
        List<Runnable> told;
        synchronized (this) {
            if (state == State.OPEN) {
                makeWay(bytes.remaining());
            }
            if (state != State.OPEN) {
                return;
            }
            window.append(bytes, announcedBytes - window.endBytes());
            handOver(false);
            told = waiting();
        }
        told.forEach(Runnable::run);
    }

    private void makeWay(int moreBytes) {
        var placement = rule.of(Math.max(window.endBytes() + moreBytes, announcedBytes));
        if (way == Way.HELD && placement.inMemory() && space.reserve(moreBytes)) {
            reservedBytes += moreBytes;
            return;
        }
        if (way == Way.HELD && placement.onDisk()) {
            spill = shelf.spill(object, begun, new Writing()).orElse(null);
        }
        if (spill == null || !placement.onDisk()) {
            passOn();
        } else if (way != Way.PASSED_ON) {
            way = Way.SPILLED;
            space.take(moreBytes);
            reservedBytes += moreBytes;
        }
    }

    // Whole chunks only: they do not change any more.
    private void handOver(boolean last) {
        while (way == Way.SPILLED
                && spill != null
                && window.endBytes() - handedBytes >= (last ? 1 : Chunks.CHUNK_BYTES)) {
            var chunk = window.view(handedBytes, Chunks.CHUNK_BYTES);
            handedBytes += chunk.remaining();
            spill.write(chunk);
        }
    }

    /**
     * Whether the writer should fetch more.
     *
     * @param later run once, by any thread, when it should; only if it should not now
     */
    public synchronized boolean wantsMore(Runnable later) {
        room = hasRoom() ? null : later;
        return room == null;
    }

    private boolean hasRoom() {
        if (state != State.OPEN) {
            return true;
        }
        return switch (way) {
            case HELD -> true;
            case SPILLED -> window.endBytes() - writtenBytes < unwrittenMax();
            case PASSED_ON -> window.endBytes() - slowest() < UNREAD_BYTES_MAX;
        };
    }

    private int unwrittenMax() {
        return space.isExhausted() ? UNWRITTEN_BYTES_MAX_WHEN_FULL : UNWRITTEN_BYTES_MAX;
    }

    private long slowest() {
        return readers.stream().mapToLong(r -> r.position).min().orElse(window.endBytes());
    }

    /** Whether it has been given up: nobody wants more of it, or no more will come. */
    public synchronized boolean isAbandoned() {
        return state == State.BROKEN;
    }

    /** Whether it will be stored, as far as is known now. */
    public synchronized boolean isKept() {
        return state != State.BROKEN && way != Way.PASSED_ON;
    }

    /** All of it is there: it is stored, and then its readers are told. */
    public void finish() {
        finish(Fields.NONE);
    }

    /**
     * The same.
     *
     * @param following what followed it, for its readers; it is not stored
     */
    public void finish(Fields following) {
        List<Runnable> told;
        StoredObject whole;
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            state = State.COMPLETE;
            trailers = following;
            handOver(true);
            whole = way == Way.HELD ? object.with(window.whole()) : object;
            told = waiting();
            if (way == Way.HELD) {
                releaseAll();
            }
        }
        if (isKept()) {
            shelf.keep(whole, begun);
        }
        var sealed = spill;
        if (sealed != null) {
            sealed.seal();
        }
        told.forEach(Runnable::run);
    }

    /** No more will come: nothing is stored, and readers hear it; doing it twice does no harm. */
    public void abandon() {
        List<Runnable> told;
        synchronized (this) {
            if (state != State.OPEN) {
                return;
            }
            giveUp();
            told = waiting();
        }
        told.forEach(Runnable::run);
    }

    private void giveUp() {
        state = State.BROKEN;
        if (spill != null) {
            spill.discard();
        }
        window.clear();
        releaseAll();
    }

    private void passOn() {
        way = Way.PASSED_ON;
        if (readers.isEmpty()) {
            giveUp();
        } else if (spill != null) {
            // Once it is discarded nobody can begin to read it.
            readers.forEach(FillingReader::openFile);
            spill.discard();
        }
    }

    private void drop(long beforeBytes) {
        var released = Math.min(window.dropBefore(beforeBytes), reservedBytes);
        reservedBytes -= released;
        space.release(released);
    }

    private void releaseAll() {
        space.release(reservedBytes);
        reservedBytes = 0;
    }

    private List<Runnable> waiting() {
        var told = new ArrayList<Runnable>();
        for (var reader : readers) {
            if (reader.waits) {
                reader.waits = false;
                told.add(reader.ready);
            }
        }
        return told;
    }

    private Runnable takeRoom() {
        var told = room;
        if (told == null || !hasRoom()) {
            return () -> {};
        }
        room = null;
        return told;
    }

    @Override
    public synchronized long lengthBytes() {
        return state == State.COMPLETE ? window.endBytes() : announcedBytes;
    }

    @Override
    public synchronized long heldBytes() {
        return window.heldBytes();
    }

    @Override
    public synchronized Fields trailers() {
        return trailers;
    }

    @Override
    public Optional<Reader> open(Span span, boolean regions, Runnable ready) {
        // Whoever asks after a purge must not get what it threw out. The store is asked before the
        // lock is taken: it asks this for its size under locks of its own.
        if (shelf.isPurged(object, begun)) {
            return Optional.empty();
        }
        synchronized (this) {
            if (state == State.BROKEN || way == Way.PASSED_ON) {
                return Optional.empty();
            }
            var reader = new FillingReader(span, regions, ready);
            readers.add(reader);
            return Optional.of(reader);
        }
    }

    private final class Writing implements Spill.Progress {
        @Override
        public void written(long lengthBytes) {
            Runnable told;
            synchronized (Filling.this) {
                writtenBytes = lengthBytes;
                if (way == Way.SPILLED) {
                    drop(lengthBytes);
                }
                if (state == State.COMPLETE && lengthBytes == window.endBytes()) {
                    releaseAll();
                }
                told = takeRoom();
            }
            told.run();
        }

        @Override
        public void failed() {
            Runnable told;
            List<Runnable> waiting;
            synchronized (Filling.this) {
                if (state == State.OPEN) {
                    passOn();
                } else {
                    releaseAll();
                }
                told = takeRoom();
                waiting = waiting();
            }
            told.run();
            waiting.forEach(Runnable::run);
        }
    }

    private final class FillingReader implements Reader {
        private final Span span;
        private final boolean regions;
        private final Runnable ready;
        private @Nullable FileReading file;
        private long position;
        private boolean waits;

        private FillingReader(Span span, boolean regions, Runnable ready) {
            this.span = span;
            this.regions = regions;
            this.ready = ready;
            this.position = span.first();
        }

        @Override
        public Piece next(int mostBytes) {
            Piece piece;
            Runnable told;
            synchronized (Filling.this) {
                piece = span.endsAt(position) ? new Piece.End() : more(mostBytes);
                if (way == Way.PASSED_ON) {
                    drop(slowest());
                }
                told = takeRoom();
            }
            told.run();
            return piece;
        }

        private Piece more(int mostBytes) {
            var wanted = span.lengthAt(position, mostBytes);
            if (position >= window.startBytes() && position < window.endBytes()) {
                var bytes = window.view(position, wanted);
                position += bytes.remaining();
                return new Piece.Bytes(bytes);
            }
            if (position < writtenBytes) {
                return written((int) Math.min(wanted, writtenBytes - position));
            }
            return switch (state) {
                case OPEN -> {
                    waits = true;
                    yield new Piece.Later();
                }
                case COMPLETE -> new Piece.End();
                case BROKEN -> new Piece.Broken();
            };
        }

        private void openFile() {
            if (file == null && spill != null) {
                file = spill.read(regions, ready).orElse(null);
            }
        }

        private Piece written(int mostBytes) {
            openFile();
            var piece = file == null ? new Piece.Broken() : file.piece(position, mostBytes);
            position += piece.lengthBytes();
            return piece;
        }

        @Override
        public void close() {
            Runnable told;
            synchronized (Filling.this) {
                if (file != null) {
                    file.close();
                }
                if (!readers.remove(this)) {
                    return;
                }
                if (way == Way.PASSED_ON && state == State.OPEN && readers.isEmpty()) {
                    giveUp();
                }
                told = takeRoom();
            }
            told.run();
        }
    }
}
