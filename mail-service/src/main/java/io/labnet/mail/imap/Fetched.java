package io.labnet.mail.imap;

import io.labnet.mail.message.Content;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers what FETCH asks of one message; reads of it no more than it must. */
public final class Fetched {
    private static final DateTimeFormatter INTERNAL_DATE =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.US)
                    .withZone(ZoneOffset.UTC);

    /** A part of the answer. */
    public sealed interface Chunk {
        record Text(String text) implements Chunk {}

        /** Bytes of the message, which may be streamed. */
        record Bytes(Content content) implements Chunk {}
    }

    private final long uid;
    private final Content content;
    private final Instant receivedAt;
    private final Set<String> flags;
    private @Nullable Pieces pieces;

    /** A message with the flags that are to be told. */
    public Fetched(long uid, Content content, Instant receivedAt, Set<String> flags) {
        this.uid = uid;
        this.content = content;
        this.receivedAt = receivedAt;
        this.flags = flags;
    }

    /** The untagged response, with its CRLF. */
    public List<Chunk> answer(int number, List<FetchItem> items) throws IOException {
        var chunks = new ArrayList<Chunk>();
        var text = new StringBuilder("* " + number + " FETCH (");
        var separator = "";
        for (var item : items) {
            text.append(separator);
            separator = " ";
            if (item instanceof FetchItem.Bytes bytes) {
                add(bytes, text, chunks);
            } else {
                text.append(told(item));
            }
        }
        chunks.add(new Chunk.Text(text + ")\r\n"));
        return chunks;
    }

    private String told(FetchItem item) throws IOException {
        return switch (item) {
            case FetchItem.Flags _ -> "FLAGS " + Texts.flags(flags);
            case FetchItem.Uid _ -> "UID " + uid;
            case FetchItem.InternalDate _ ->
                    "INTERNALDATE \"" + INTERNAL_DATE.format(receivedAt) + "\"";
            case FetchItem.Size _ -> "RFC822.SIZE " + content.lengthBytes();
            case FetchItem.Envelope _ -> "ENVELOPE " + Envelope.of(pieces().root().header());
            case FetchItem.Structure(var extended) ->
                    (extended ? "BODYSTRUCTURE " : "BODY ")
                            + new Structure(extended).of(pieces().root());
            case FetchItem.Bytes _ -> throw new IllegalArgumentException("Bytes are not text");
        };
    }

    private void add(FetchItem.Bytes item, StringBuilder text, List<Chunk> chunks)
            throws IOException {
        text.append(item.name()).append(' ');
        if (item.section().equals(Section.WHOLE) && item.partial() == null) {
            literal(text, content, chunks);
            return;
        }
        var cut = pieces().cut(item.section());
        if (cut.isEmpty()) {
            text.append("NIL");
            return;
        }
        var bytes = item.partial() == null ? cut.get() : slice(cut.get(), item.partial());
        literal(text, Content.of(bytes), chunks);
    }

    private static void literal(StringBuilder text, Content bytes, List<Chunk> chunks) {
        chunks.add(new Chunk.Text(text + "{" + bytes.lengthBytes() + "}\r\n"));
        chunks.add(new Chunk.Bytes(bytes));
        text.setLength(0);
    }

    private static byte[] slice(byte[] bytes, FetchItem.Partial partial) {
        var from = (int) Math.min(partial.offset(), bytes.length);
        var to = (int) Math.min(from + partial.count(), bytes.length);
        return Arrays.copyOfRange(bytes, from, to);
    }

    private Pieces pieces() throws IOException {
        if (pieces == null) {
            try (var in = content.open()) {
                pieces = new Pieces(in.readAllBytes());
            }
        }
        return pieces;
    }
}
