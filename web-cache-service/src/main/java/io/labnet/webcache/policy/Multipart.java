package io.labnet.webcache.policy;

import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.ByteRange.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Several parts of a stored whole as one content (RFC 9110 section 14.6).
 *
 * @param boundary between them; must not occur in the content
 * @param sections in the order in which they are sent
 */
public record Multipart(String boundary, List<Section> sections) {
    /**
     * One part and the text before it, of one byte a character.
     *
     * @param before boundary and fields
     */
    public record Section(String before, Part part) {}

    /**
     * These parts of a stored response.
     *
     * @param lengthBytes of the stored content
     */
    public static Multipart of(
            Response stored, List<Part> parts, long lengthBytes, String boundary) {
        var type = stored.fields().first("Content-Type");
        var sections = new ArrayList<Section>();
        for (var part : parts) {
            var before =
                    (sections.isEmpty() ? "--" : "\r\n--")
                            + boundary
                            + type.map(said -> "\r\nContent-Type: " + said).orElse("")
                            + "\r\nContent-Range: "
                            + part.among(lengthBytes)
                            + "\r\n\r\n";
            sections.add(new Section(before, part));
        }
        return new Multipart(boundary, List.copyOf(sections));
    }

    /** What follows the last part. */
    public String end() {
        return "\r\n--" + boundary + "--\r\n";
    }

    /** The head of the 206 (RFC 9110 section 15.3.7.2). */
    public Response head(Response stored) {
        var fields =
                stored.fields()
                        .without("Content-Range")
                        .with("Content-Type", "multipart/byteranges; boundary=" + boundary)
                        .with("Content-Length", String.valueOf(lengthBytes()));
        return new Response(206, "Partial Content", fields);
    }

    private long lengthBytes() {
        return end().length()
                + sections.stream()
                        .mapToLong(one -> one.before().length() + one.part().lengthBytes())
                        .sum();
    }
}
