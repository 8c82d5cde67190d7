package io.labnet.mail.imap;

import io.labnet.mail.message.MimePart;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The BODY and BODYSTRUCTURE of a message (RFC 3501 section 7.4.2).
 *
 * @param extended whether to tell the extension data
 */
record Structure(boolean extended) {
    String of(MimePart part) {
        return part.isMultipart() && !part.children().isEmpty() ? multipart(part) : leaf(part);
    }

    private String multipart(MimePart part) {
        var children = part.children().stream().map(this::of).collect(Collectors.joining());
        var text = "(" + children + " " + Texts.string(half(part.type().value(), 1));
        return extended
                ? text + " " + parameters(part.type().parameters()) + extension(part) + ")"
                : text + ")";
    }

    private String leaf(MimePart part) {
        var type = part.isMultipart() ? "text/plain" : part.type().value();
        var header = part.header();
        var text = new StringBuilder("(");
        text.append(Texts.string(half(type, 0))).append(' ').append(Texts.string(half(type, 1)));
        text.append(' ').append(parameters(part.type().parameters()));
        text.append(' ').append(Texts.nstring(header.first("Content-ID").orElse(null)));
        text.append(' ').append(Texts.nstring(header.first("Content-Description").orElse(null)));
        text.append(' ')
                .append(Texts.string(header.first("Content-Transfer-Encoding").orElse("7bit")));
        text.append(' ').append(part.body().length());
        var holdsMessage = part.isMessage() && !part.children().isEmpty();
        if (holdsMessage) {
            var inner = part.children().getFirst();
            text.append(' ').append(Envelope.of(inner.header())).append(' ').append(of(inner));
        }
        if (holdsMessage || type.startsWith("text/")) {
            text.append(' ').append(part.bodyLines());
        }
        if (extended) {
            text.append(' ').append(Texts.nstring(header.first("Content-MD5").orElse(null)));
            text.append(extension(part));
        }
        return text.append(')').toString();
    }

    // Disposition, language, location.
    private static String extension(MimePart part) {
        var disposition = part.field("Content-Disposition");
        var said =
                disposition.value().isEmpty()
                        ? "NIL"
                        : "("
                                + Texts.string(disposition.value())
                                + " "
                                + parameters(disposition.parameters())
                                + ")";
        var header = part.header();
        return " "
                + said
                + " "
                + Texts.nstring(header.first("Content-Language").orElse(null))
                + " "
                + Texts.nstring(header.first("Content-Location").orElse(null));
    }

    private static String parameters(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? "NIL"
                : parameters.entrySet().stream()
                        .map(p -> Texts.string(p.getKey()) + " " + Texts.string(p.getValue()))
                        .collect(Collectors.joining(" ", "(", ")"));
    }

    private static String half(String type, int which) {
        var slash = type.indexOf('/');
        return which == 0 ? type.substring(0, slash) : type.substring(slash + 1);
    }
}
