package io.labnet.webcache.policy;

import io.labnet.webcache.message.EntityTag;
import io.labnet.webcache.message.Hop;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Asking the origin whether a stored response still holds (RFC 9111 section 4.3). */
public final class Revalidation {
    /** The preconditions that a client may send (RFC 9110 section 13.1). */
    static final List<String> PRECONDITIONS =
            List.of(
                    "If-None-Match",
                    "If-Modified-Since",
                    "If-Match",
                    "If-Unmodified-Since",
                    "If-Range");

    // They describe the stored content as it is served (RFC 9111 section 3.2).
    private static final List<String> OF_THE_CONTENT =
            List.of("Content-Length", "Content-Encoding", "Content-Range");

    private Revalidation() {}

    /** The request without the client's own conditions, so that the whole answer comes. */
    public static Request unconditional(Request request) {
        return request.with(request.fields().without(PRECONDITIONS));
    }

    /** The request with the stored response's validators (RFC 9111 section 4.3.1). */
    public static Request conditional(Request request, Response stored) {
        var fields = request.fields().without(PRECONDITIONS);
        var tag = stored.fields().first("ETag");
        var date = stored.fields().first("Last-Modified");
        if (tag.isPresent()) {
            fields = fields.plus("If-None-Match", tag.get());
        }
        if (date.isPresent()) {
            fields = fields.plus("If-Modified-Since", date.get());
        }
        return request.with(fields);
    }

    /**
     * The request with the tags of several stored responses, so that a 304 can select one (RFC 9111
     * section 4.3.1).
     */
    public static Request conditional(Request request, List<Response> stored) {
        var tags =
                stored.stream()
                        .filter(Revalidation::canBeChosen)
                        .flatMap(response -> response.entityTag().stream())
                        .map(EntityTag::toString)
                        .distinct()
                        .collect(Collectors.joining(", "));
        var whole = unconditional(request);
        return tags.isEmpty() ? whole : whole.with(whole.fields().plus("If-None-Match", tags));
    }

    /** The request for a validation that no client waits for (RFC 5861 section 3). */
    public static Request unasked(Request request) {
        var wishes = new ArrayList<>(PRECONDITIONS);
        wishes.addAll(List.of("Cache-Control", "Pragma", "Range"));
        return new Request("GET", request.target(), request.fields().without(wishes));
    }

    /**
     * Whether a 304 answers the condition that was made of this stored response alone (RFC 9110
     * section 13.1.2: tags are compared weakly).
     *
     * <p>It need not say the tag as we do: nginx, which weakens the tag of what it compresses, has
     * the strong one in its 304. One that names nothing answers what was asked.
     */
    public static boolean confirms(Response stored, Response notModified) {
        var said = notModified.entityTag();
        return said.isEmpty()
                ? agrees("Last-Modified", stored, notModified)
                : stored.entityTag().filter(said.get()::weaklyEquals).isPresent();
    }

    /**
     * Whether a 304 chooses this one of several stored responses (RFC 9111 section 4.3.4).
     *
     * <p>Only a tag can do so; and a strong one names what is the same byte by byte, so that no
     * weak one will do for it.
     */
    public static boolean selects(Response stored, Response notModified) {
        var said = notModified.entityTag();
        return said.isPresent()
                && canBeChosen(stored)
                && stored.entityTag()
                        .filter(own ->
                                said.get().weak()
                                        ? own.weaklyEquals(said.get())
                                        : own.stronglyEquals(said.get()))
                        .isPresent();
    }

    // All codings may share a weak tag (RFC 9110 section 8.8.1), and not every client takes each.
    private static boolean canBeChosen(Response stored) {
        var isWeak = stored.entityTag().filter(EntityTag::weak).isPresent();
        return !isWeak
                || stored.fields().members("Vary").stream()
                        .noneMatch("Accept-Encoding"::equalsIgnoreCase);
    }

    /**
     * Whether the answer to a HEAD is about a stored response to GET: if so, it has news of it, and
     * if not, what is stored is worth nothing (RFC 9111 section 4.3.5).
     *
     * @param lengthBytes of the stored content
     */
    public static boolean isOf(Response stored, long lengthBytes, Response head) {
        var announced = head.announcedBytes();
        return agrees("ETag", stored, head)
                && agrees("Last-Modified", stored, head)
                && (announced.isEmpty() || announced.getAsLong() == lengthBytes);
    }

    private static boolean isStrong(Response response) {
        return response.entityTag().filter(tag -> !tag.weak()).isPresent();
    }

    // What was not received contradicts nothing.
    private static boolean agrees(String field, Response stored, Response received) {
        var said = received.fields().first(field);
        return said.isEmpty() || said.equals(stored.fields().first(field));
    }

    /** The stored response with what the 304 has to say that is new (RFC 9111 section 3.2). */
    public static Received freshened(
            Response stored,
            Response notModified,
            Instant requested,
            Instant received,
            Discretion discretion) {
        var news = Hop.stripped(notModified.fields()).without(OF_THE_CONTENT);
        if (isStrong(notModified) && !isStrong(stored)) {
            // What is stored is the same in meaning only: its bytes are not those of the strong
            // tag.
            news = news.without("ETag");
        }
        // The old Age was true of the old answer only.
        var fields = stored.fields().without("Age").without("Date").updatedBy(news);
        return new Received(stored.with(fields), requested, received, discretion);
    }
}
