package io.labnet.webcache.policy;

import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.ByteRange.Part;
import java.time.Instant;
import java.util.Optional;

/** What stored parts are worth to a request (RFC 9111 section 3.3). */
public sealed interface Completion {
    /** All that it wants is there, and may be used. */
    record Held(Freshness freshness) implements Completion {}

    /** Only this is missing; the origin will say whether it belongs to what is stored. */
    record Missing(Part part) implements Completion {}

    /** Nothing. */
    record Useless() implements Completion {}

    static Completion judge(Request request, Received stored, Holding holding, Instant now) {
        var reuse = Reuse.judge(request, stored, now);
        var wish = wish(request, stored, holding.totalBytes());
        if (wish.isEmpty() || reuse instanceof Reuse.Withhold) {
            return new Useless();
        }
        var missing = holding.missing(wish.get());
        if (missing.isEmpty()) {
            return reuse instanceof Reuse.Serve(var freshness, _)
                    ? new Held(freshness)
                    : new Useless();
        }
        // Stale or not: If-Range has the origin say whether they are parts of one whole.
        return strongTag(stored.response()).isPresent()
                ? new Missing(missing.get())
                : new Useless();
    }

    /**
     * Which bytes a request wants.
     *
     * @return empty when it is several parts, or when only the origin can tell
     */
    static Optional<Part> wish(Request request, Received stored, long totalBytes) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        return switch (ByteRange.of(request, stored, totalBytes)) {
            case Part part -> Optional.of(part);
            // A range that is not obeyed may be about another version.
            case ByteRange.Whole _ ->
                    request.fields().has("Range")
                            ? Optional.empty()
                            : Optional.of(new Part(0, totalBytes - 1));
            case ByteRange.Several _, ByteRange.Beyond _ -> Optional.empty();
        };
    }

    /** The request for what is missing of a stored response (RFC 9110 section 13.1.5). */
    static Request asking(Request request, Part missing, Response stored) {
        var fields =
                request.fields()
                        .without(Revalidation.PRECONDITIONS)
                        .with("Range", "bytes=" + missing.first() + "-" + missing.last());
        return request.with(
                strongTag(stored).map(tag -> fields.plus("If-Range", tag)).orElse(fields));
    }

    /** Whether an answer is the part that was missing, and belongs to what is stored. */
    static boolean completes(Received answer, Part missing, Received stored, Holding holding) {
        var announced = answer.response().announcedBytes().orElse(missing.lengthBytes());
        return announced == missing.lengthBytes()
                && areOfOne(stored, answer)
                && Portion.of(answer.response())
                        .filter(new Portion(missing, holding.totalBytes())::equals)
                        .isPresent();
    }

    /** Whether two answers are parts of one representation (RFC 9111 section 3.4). */
    static boolean areOfOne(Received one, Received other) {
        var tag = strongTag(one.response());
        return tag.isPresent() && tag.equals(strongTag(other.response()));
    }

    /**
     * The head of stored parts and a newer one together (RFC 9111 section 3.4, RFC 9110 section
     * 15.3.7.3).
     *
     * @param holding what they have together
     */
    static Received joined(
            Received stored, Received newer, Holding holding, Discretion discretion) {
        // The old Age and Date were true of the old answer only.
        var fields =
                stored.response()
                        .fields()
                        .without("Age")
                        .without("Date")
                        .without("Content-Length")
                        .updatedBy(newer.response().fields());
        var head =
                holding.isWhole()
                        ? new Response(
                                200,
                                "OK",
                                fields.without("Content-Range")
                                        .with(
                                                "Content-Length",
                                                String.valueOf(holding.totalBytes())))
                        : newer.response().with(fields);
        return new Received(head, newer.requested(), newer.received(), discretion);
    }

    private static Optional<String> strongTag(Response response) {
        return response.entityTag().filter(tag -> !tag.weak()).map(Object::toString);
    }
}
