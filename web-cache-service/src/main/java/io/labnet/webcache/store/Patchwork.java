package io.labnet.webcache.store;

import io.labnet.webcache.policy.ByteRange.Part;
import io.labnet.webcache.policy.Holding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parts of one representation, each somewhere else, and perhaps not all of them; it never changes.
 * Offsets are those of the whole.
 */
final class Patchwork implements Content {
    /** Who makes it from very many small parts had better fetch the whole. */
    static final int PATCHES_MAX = 64;

    /**
     * Some bytes of the whole.
     *
     * @param start where the first of them stands in {@code content}
     */
    private record Patch(Part part, Content content, long start) {
        private Patch cut(long first, long last) {
            return new Patch(new Part(first, last), content, start + first - part.first());
        }

        private boolean contains(long position) {
            return part.first() <= position && position <= part.last();
        }

        /** Where these bytes stand in the content, as far as they are in this patch. */
        private Span span(long from, long endOrUnknown) {
            var end = part.last() + 1;
            var wanted = endOrUnknown == UNKNOWN ? end : Math.min(end, endOrUnknown);
            return new Span(start + from - part.first(), start + wanted - part.first());
        }
    }

    private final List<Patch> patches;
    private final long totalBytes;

    private Patchwork(List<Patch> patches, long totalBytes) {
        this.patches = List.copyOf(patches);
        this.totalBytes = totalBytes;
    }

    /** One part of a whole. */
    static Patchwork of(Content content, Part part, long totalBytes) {
        return content instanceof Patchwork already
                ? already
                : new Patchwork(List.of(new Patch(part, content, 0)), totalBytes);
    }

    /** The same with one part more, which counts where both have the same bytes. */
    Patchwork with(Content content, Part part) {
        var all = new ArrayList<Patch>();
        all.add(new Patch(part, content, 0));
        for (var old : patches) {
            if (old.part().first() < part.first()) {
                var last = Math.min(old.part().last(), part.first() - 1);
                all.add(old.cut(old.part().first(), last));
            }
            if (old.part().last() > part.last()) {
                var first = Math.max(old.part().first(), part.last() + 1);
                all.add(old.cut(first, old.part().last()));
            }
        }
        all.sort(Comparator.comparingLong(patch -> patch.part().first()));
        return new Patchwork(all, totalBytes);
    }

    int patchCount() {
        return patches.size();
    }

    Holding holding() {
        var holding = new Holding(List.of(), totalBytes);
        for (var patch : patches) {
            holding = holding.with(patch.part());
        }
        return holding;
    }

    /** All of it in one piece; empty when something is missing. */
    Optional<Chunks> whole() {
        var opened = open(new Span(0, totalBytes), false, () -> {});
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        var window = new Window();
        var reader = opened.get();
        while (true) {
            switch (reader.next(Chunks.CHUNK_BYTES)) {
                case Piece.Bytes(ByteBuffer bytes) ->
                        window.append(bytes, totalBytes - window.endBytes());
                case Piece.End _ -> {
                    return Optional.of(window.whole());
                }
                case Piece.Region _, Piece.Later _, Piece.Broken _ -> {
                    reader.close();
                    return Optional.empty();
                }
            }
        }
    }

    @Override
    public long lengthBytes() {
        return totalBytes;
    }

    @Override
    public long heldBytes() {
        return patches.stream().map(Patch::content).distinct().mapToLong(Content::heldBytes).sum();
    }

    @Override
    public Optional<Reader> open(Span span, boolean regions, Runnable ready) {
        var reader = new PatchReader(span, regions, ready);
        return reader.begin() ? Optional.of(reader) : Optional.empty();
    }

    private final class PatchReader implements Reader {
        private final Span span;
        private final boolean regions;
        private final Runnable ready;
        private @Nullable Reader patch;
        private long position;
        private long patchEnd;

        private PatchReader(Span span, boolean regions, Runnable ready) {
            this.span = span;
            this.regions = regions;
            this.ready = ready;
            this.position = span.first();
            this.patchEnd = position;
        }

        private boolean begin() {
            for (var one : patches) {
                if (one.contains(position)) {
                    var wanted = one.span(position, span.end());
                    patch = one.content().open(wanted, regions, ready).orElse(null);
                    patchEnd = position + wanted.end() - wanted.first();
                    return patch != null;
                }
            }
            return false;
        }

        @Override
        public Piece next(int mostBytes) {
            if (span.endsAt(position) || position >= totalBytes) {
                return new Piece.End();
            }
            if (position == patchEnd) {
                close();
                if (!begin()) {
                    return new Piece.Broken();
                }
            }
            var piece = patch == null ? new Piece.Broken() : patch.next(mostBytes);
            position += piece.lengthBytes();
            // One that ends here is shorter than it said.
            return piece instanceof Piece.End ? new Piece.Broken() : piece;
        }

        @Override
        public void close() {
            if (patch != null) {
                patch.close();
                patch = null;
            }
        }
    }
}
