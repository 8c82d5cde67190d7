package io.labnet.webcache.proxy;

import io.labnet.webcache.policy.Multipart;
import io.labnet.webcache.policy.Multipart.Section;
import io.labnet.webcache.store.Content.Span;
import io.labnet.webcache.store.Piece;
import io.labnet.webcache.store.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads several parts of one content, and the text around each. */
final class MultipartReader implements Reader {
    private final Function<Span, Optional<Reader>> content;
    private final Iterator<Section> sections;
    private final String end;
    private @Nullable Reader part;
    private @Nullable String text;
    private boolean ended;

    private MultipartReader(Multipart multipart, Function<Span, Optional<Reader>> content) {
        this.content = content;
        this.sections = multipart.sections().iterator();
        this.end = multipart.end();
    }

    /**
     * Begins to read.
     *
     * @param content opens a part of it
     * @return empty when the content is gone
     */
    static Optional<Reader> open(Multipart multipart, Function<Span, Optional<Reader>> content) {
        var reader = new MultipartReader(multipart, content);
        return reader.begin(reader.sections.next()) ? Optional.of(reader) : Optional.empty();
    }

    private boolean begin(Section section) {
        var span = new Span(section.part().first(), section.part().last() + 1);
        part = content.apply(span).orElse(null);
        text = section.before();
        return part != null;
    }

    @Override
    public Piece next(int mostBytes) {
        var before = text;
        if (before != null) {
            text = null;
            return bytes(before);
        }
        if (part != null) {
            var piece = part.next(mostBytes);
            if (!(piece instanceof Piece.End)) {
                return piece;
            }
            close();
            part = null;
        }
        if (sections.hasNext()) {
            return begin(sections.next()) ? next(mostBytes) : new Piece.Broken();
        }
        if (ended) {
            return new Piece.End();
        }
        ended = true;
        return bytes(end);
    }

    private static Piece bytes(String text) {
        return new Piece.Bytes(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void close() {
        if (part != null) {
            part.close();
        }
    }
}
