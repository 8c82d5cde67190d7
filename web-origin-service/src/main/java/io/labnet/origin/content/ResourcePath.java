package io.labnet.origin.content;

import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.Status;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A URI's path, decoded and made harmless: no segment is empty, {@code .} or {@code ..}, or holds a
 * slash, backslash or control character. So it can name a file below a folder and nothing else.
 *
 * @param segments the names from the root down; empty for the root itself
 * @param folder whether the path ended in a slash
 */
public record ResourcePath(List<String> segments, boolean folder) {
    /** What file systems take, or less, so that a path under any data folder is not too long. */
    private static final int NAME_BYTES_MAX = 255;

    private static final int PATH_BYTES_MAX = 1024;

    public ResourcePath {
        segments = List.copyOf(segments);
    }

    /**
     * Decodes and checks.
     *
     * @param path begins with a slash; percent-encoded, without query
     * @throws Refusal (400) when it is badly encoded or climbs above the root; (404) when it can
     *     name nothing
     */
    public static ResourcePath parse(String path) throws Refusal {
        var parts = path.substring(1).split("/", -1);
        var segments = new ArrayList<String>();
        for (int i = 0; i < parts.length; i++) {
            var name = decoded(parts[i]);
            switch (name) {
                // RFC 3986 section 5.2.4, after decoding: %2e is a dot (RFC 3986 section 6.2.2.2).
                case ".." -> climb(segments);
                case "." -> {}
                case "" -> {
                    if (i < parts.length - 1) {
                        throw new Refusal(Status.NOT_FOUND, "No name on this path is empty.");
                    }
                }
                default -> segments.add(harmless(name));
            }
        }
        return new ResourcePath(
                segments, List.of("", ".", "..").contains(decoded(parts[parts.length - 1])));
    }

    /** The file of this name inside. */
    public ResourcePath child(String name) {
        var longer = new ArrayList<>(segments);
        longer.add(name);
        return new ResourcePath(longer, false);
    }

    /** The file beside this one whose name is longer by a suffix. */
    public ResourcePath beside(String suffix) {
        var names = new ArrayList<>(segments);
        names.add(names.removeLast() + suffix);
        return new ResourcePath(names, false);
    }

    /** Without its first slash: {@code someDepartment/home.index}; empty for the root. */
    public String name() {
        return segments.size() == 1 ? segments.getFirst() : String.join("/", segments);
    }

    /** The decoded path, from its first slash: {@code /someDepartment/home.index}. */
    public String text() {
        return "/" + name() + (folder && !segments.isEmpty() ? "/" : "");
    }

    /** The media type that its name stands for, without parameters. */
    public String mediaType() {
        return MediaTypes.of(name()).split(";", 2)[0];
    }

    /** Names that begin with a dot are the system's, never a page's. */
    public boolean isHidden() {
        for (var segment : segments) {
            if (segment.startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks that a file can be made of this name.
     *
     * @throws Refusal (414) when a name on the path or all of it is too long
     */
    public void checkLength() throws Refusal {
        var names = segments.stream().mapToInt(ResourcePath::utf8Bytes);
        if (names.anyMatch(bytes -> bytes > NAME_BYTES_MAX) || utf8Bytes(name()) > PATH_BYTES_MAX) {
            throw new Refusal(
                    Status.URI_TOO_LONG,
                    "A file's name has %d bytes at most, and its path %d."
                            .formatted(NAME_BYTES_MAX, PATH_BYTES_MAX));
        }
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void climb(List<String> segments) throws Refusal {
        if (segments.isEmpty()) {
            throw new Refusal(Status.BAD_REQUEST, "The path climbs above its root.");
        }
        segments.removeLast();
    }

    private static String harmless(String name) throws Refusal {
        for (int i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c < ' ' || c == 0x7f || c == '\\') {
                throw new Refusal(
                        Status.BAD_REQUEST, "The path holds a backslash or a control character.");
            }
        }
        // %2F is data, not a separator (RFC 3986 section 2.2), and no file's name has a slash.
        if (name.indexOf('/') >= 0) {
            throw new Refusal(Status.NOT_FOUND, "No name on this path has a slash in it.");
        }
        return name;
    }

    private static String decoded(String segment) throws Refusal {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        var bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); ) {
            if (segment.charAt(i) == '%') {
                bytes.write(octet(segment, i));
                i += 3;
            } else {
                var percent = segment.indexOf('%', i);
                var end = percent < 0 ? segment.length() : percent;
                bytes.writeBytes(segment.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Status.BAD_REQUEST, "The path is not UTF-8 once decoded.");
        }
    }

    private static int octet(String segment, int at) throws Refusal {
        var high = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 1), 16) : -1;
        var low = at + 2 < segment.length() ? Character.digit(segment.charAt(at + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw new Refusal(Status.BAD_REQUEST, "A percent sign without two hexadecimal digits.");
        }
        return high * 16 + low;
    }
}
