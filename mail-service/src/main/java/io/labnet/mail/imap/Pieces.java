package io.labnet.mail.imap;

import io.labnet.mail.message.Header;
import io.labnet.mail.message.MimePart;
import io.labnet.mail.message.MimePart.Range;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Cuts sections out of one message. */
final class Pieces {
    private final byte[] source;
    private final MimePart root;

    Pieces(byte[] source) {
        this.source = source;
        this.root = MimePart.parse(source);
    }

    MimePart root() {
        return root;
    }

    /** The bytes of a section; empty when the message has no such part. */
    Optional<byte[]> cut(Section section) {
        if (section.path().isEmpty()) {
            return Optional.of(of(root, section, root));
        }
        var holder = root;
        var part = root;
        for (var number : section.path()) {
            holder = part;
            var found = child(part, number);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            part = found.get();
        }
        return Optional.of(ofPart(part, section, holder));
    }

    private static Optional<MimePart> child(MimePart part, int number) {
        // The numbers below a message/rfc822 part are those of the message in it.
        var parent =
                part.isMessage() && !part.children().isEmpty() ? part.children().getFirst() : part;
        if (parent.isMultipart() && !parent.children().isEmpty()) {
            return number <= parent.children().size()
                    ? Optional.of(parent.children().get(number - 1))
                    : Optional.empty();
        }
        // A message that is no multipart has one part, itself (RFC 3501 section 6.4.5).
        return number == 1 && (parent != part || isRoot(part))
                ? Optional.of(parent)
                : Optional.empty();
    }

    private static boolean isRoot(MimePart part) {
        return part.head().from() == 0;
    }

    private byte[] ofPart(MimePart part, Section section, MimePart holder) {
        return switch (section.kind()) {
            case ALL -> bytes(part.body());
            case MIME -> bytes(part.head());
            // The others speak of the message inside a message/rfc822 part.
            case HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT, TEXT ->
                    part.isMessage() && !part.children().isEmpty()
                            ? of(part.children().getFirst(), section, holder)
                            : new byte[0];
        };
    }

    private byte[] of(MimePart message, Section section, MimePart holder) {
        return switch (section.kind()) {
            case ALL -> bytes(new Range(message.head().from(), message.body().to()));
            case HEADER -> bytes(message.head());
            case TEXT -> bytes(message.body());
            case MIME -> bytes(holder.head());
            case HEADER_FIELDS -> fields(message.header(), section, true);
            case HEADER_FIELDS_NOT -> fields(message.header(), section, false);
        };
    }

    private static byte[] fields(Header header, Section section, boolean wanted) {
        var text =
                header.fields().stream()
                        .filter(field -> section.names(field.name()) == wanted)
                        .map(Header.Field::raw)
                        .collect(Collectors.joining());
        return (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(Range range) {
        return Arrays.copyOfRange(source, range.from(), range.to());
    }
}
