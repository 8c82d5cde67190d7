package io.labnet.origin.answer;

import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.HttpDate;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.Preconditions;
import io.labnet.origin.representation.RangeChoice;
import io.labnet.origin.representation.Representation;
import io.labnet.origin.representation.Validators;
import io.labnet.origin.site.Lookup;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What GET and HEAD earn of a page that is there: all of it, parts of it, or word of it. */
final class Reading {
    private final Clock clock;

    Reading(Clock clock) {
        this.clock = clock;
    }

    // RFC 9110 section 13.2.1: conditions come after every other check.
    Answer read(RequestHead head, Lookup.Found found) {
        var now = found.representation();
        var validators = new Validators(List.of(now.tag()), now.modified());
        return switch (Preconditions.of(head.fields(), true, validators, clock.instant())) {
            case FAILED ->
                    Answer.telling(Status.PRECONDITION_FAILED, "The page is another one by now.");
            case NOT_MODIFIED -> Answer.bare(Status.NOT_MODIFIED, validators(found, now));
            case GO_AHEAD -> content(head, found, now);
        };
    }

    private Answer content(RequestHead head, Lookup.Found found, Representation now) {
        var length = now.content().lengthBytes();
        // RFC 9110 section 14.2: Range means something for GET only.
        var range =
                head.isHead()
                        ? new RangeChoice.Whole()
                        : RangeChoice.of(head.fields(), now, clock.instant());
        return switch (range) {
            case RangeChoice.Whole() ->
                    new Answer(
                            Status.OK,
                            described(found, now, now.mediaType(), null),
                            new Body.Part(now.content(), 0, length),
                            true);
            case RangeChoice.Part part ->
                    new Answer(
                            Status.PARTIAL_CONTENT,
                            described(found, now, now.mediaType(), place(part, now)),
                            new Body.Part(now.content(), part.first(), part.lengthBytes()),
                            true);
            case RangeChoice.Parts(var parts) -> parts(found, now, parts);
            case RangeChoice.Unsatisfiable() ->
                    Answer.telling(
                            Status.RANGE_NOT_SATISFIABLE,
                            "The page has " + length + " bytes.",
                            "Content-Range",
                            "bytes */" + length);
        };
    }

    // RFC 9110 section 14.6: each part says for itself what it is and where it stands.
    private static Answer parts(
            Lookup.Found found, Representation now, List<RangeChoice.Part> parts) {
        // By chance alone it stands in no page (RFC 2046 section 5.1.1).
        var boundary = UUID.randomUUID().toString();
        var pieces = new ArrayList<Body>();
        for (var part : parts) {
            pieces.add(
                    new Body.Text(
                            "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                                    .formatted(boundary, now.mediaType(), place(part, now))));
            pieces.add(new Body.Part(now.content(), part.first(), part.lengthBytes()));
        }
        pieces.add(new Body.Text("\r\n--" + boundary + "--\r\n"));
        var type = "multipart/byteranges; boundary=" + boundary;
        return new Answer(
                Status.PARTIAL_CONTENT,
                described(found, now, type, null),
                new Body.Parts(pieces),
                true);
    }

    private static String place(RangeChoice.Part part, Representation now) {
        return "bytes %d-%d/%d".formatted(part.first(), part.last(), now.content().lengthBytes());
    }

    // What a 304 must repeat so that a cache can refresh what it holds (RFC 9110 section 15.4.5).
    private static Fields validators(Lookup.Found found, Representation now) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("ETag", now.tag().toString()));
        if (found.cacheControl() != null) {
            fields.add(new Field("Cache-Control", found.cacheControl()));
        }
        return new Fields(fields);
    }

    private static Fields described(
            Lookup.Found found,
            Representation now,
            String mediaType,
            @Nullable String contentRange) {
        var fields = new ArrayList<>(validators(found, now).all());
        fields.add(new Field("Last-Modified", HttpDate.format(now.modified())));
        fields.add(new Field("Accept-Ranges", "bytes"));
        fields.add(new Field("Content-Type", mediaType));
        if (contentRange != null) {
            fields.add(new Field("Content-Range", contentRange));
        }
        return new Fields(fields);
    }
}
