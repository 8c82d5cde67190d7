package io.labnet.mail.imap;

import io.labnet.mail.message.Content;
import java.util.List;

/**
 * One command as it came: its text with a NUL in place of each literal.
 *
 * <p>A NUL cannot come over the wire in a line, so it stands for nothing else.
 *
 * @param text without the tag
 */
public record Request(String tag, String text, List<Content> literals) {
    public Request {
        literals = List.copyOf(literals);
    }
}
