package io.labnet.mail.imap;

import org.jspecify.annotations.Nullable;

/** One thing that FETCH can ask for (RFC 3501 section 6.4.5). */
public sealed interface FetchItem {
    record Flags() implements FetchItem {}

    record Uid() implements FetchItem {}

    record InternalDate() implements FetchItem {}

    record Size() implements FetchItem {}

    record Envelope() implements FetchItem {}

    /**
     * The MIME structure.
     *
     * @param extended BODYSTRUCTURE rather than BODY
     */
    record Structure(boolean extended) implements FetchItem {}

    /**
     * Bytes of the message.
     *
     * @param peek whether the message stays unseen
     * @param partial which of the bytes; null for all
     * @param label what the answer calls it: RFC822, RFC822.HEADER, RFC822.TEXT; null for BODY[...]
     */
    record Bytes(Section section, boolean peek, @Nullable Partial partial, @Nullable String label)
            implements FetchItem {
        /** As the answer names it. */
        String name() {
            if (label != null) {
                return label;
            }
            var name = "BODY[" + section + "]";
            return partial == null ? name : name + "<" + partial.offset() + ">";
        }
    }

    /** So many bytes from an offset. */
    record Partial(long offset, long count) {}
}
