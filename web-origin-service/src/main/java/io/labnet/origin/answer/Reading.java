package io.labnet.origin.answer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.content.Codings;
import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.HttpDate;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.AcceptEncoding;
import io.labnet.origin.representation.Coding;
import io.labnet.origin.representation.Content;
import io.labnet.origin.representation.EntityTag;
import io.labnet.origin.representation.Preconditions;
import io.labnet.origin.representation.RangeChoice;
import io.labnet.origin.representation.Representation;
import io.labnet.origin.representation.Validators;
import io.labnet.origin.site.Lookup;
import io.labnet.origin.site.Site;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What GET and HEAD earn of a page that is there: all of it, parts of it, or word of it. */
final class Reading {
    /**
     * A page, and what must be said of it whatever is sent.
     *
     * @param varies whether other clients get it in another coding
     */
    private record Page(Lookup.Found found, boolean varies) {
        Representation plain() {
            return found.representation();
        }
    }

    /**
     * The coding chosen for a client.
     *
     * @param ready null while the page has still to be coded
     */
    private record Chosen(Coding coding, EntityTag tag, @Nullable Representation ready) {
        static Chosen of(Representation ready) {
            return new Chosen(ready.coding(), ready.tag(), ready);
        }
    }

    /** A plain page as it was told last, and what else that depended on. */
    private record Whole(@Nullable String cacheControl, boolean varies, Answer answer) {
        boolean isOf(Page page) {
            return varies == page.varies()
                    && Objects.equals(cacheControl, page.found().cacheControl());
        }
    }

    /** So many pages' heads are remembered. */
    private static final int WHOLES_MAX = 10_000;

    private final Codings codings;
    private final Clock clock;
    // By the very object, and as long as somebody else holds it.
    private final Cache<Representation, Whole> wholes =
            Caffeine.newBuilder()
                    .weakKeys()
                    .maximumSize(WHOLES_MAX)
                    .executor(Runnable::run)
                    .build();

    Reading(Codings codings, Clock clock) {
        this.codings = codings;
        this.clock = clock;
    }

    /** Decides; takes work only where a page has to be coded first. */
    Plan read(RequestHead head, Site site, Lookup.Found found) {
        var varies = site.policy().codes() && codings.isWorthIt(found.representation());
        var page = new Page(found, varies);
        var chosen = varies ? chosen(head, site, found) : Chosen.of(page.plain());
        return chosen == null ? new Plan.Told(notAcceptable()) : conditional(head, page, chosen);
    }

    private @Nullable Chosen chosen(RequestHead head, Site site, Lookup.Found found) {
        for (var coding : AcceptEncoding.of(head.fields())) {
            var chosen = chosen(coding, site, found);
            if (chosen != null) {
                return chosen;
            }
        }
        return null;
    }

    private @Nullable Chosen chosen(Coding coding, Site site, Lookup.Found found) {
        var plain = found.representation();
        if (coding == Coding.IDENTITY) {
            return Chosen.of(plain);
        }
        var beforehand = site.coded(found, coding);
        if (beforehand != null) {
            return Chosen.of(beforehand);
        }
        return codings.canCode(plain, coding)
                ? new Chosen(coding, Codings.tag(plain.tag(), coding), codings.held(plain, coding))
                : null;
    }

    // RFC 9110 section 13.2.1: conditions come after every other check, and before any work.
    private Plan conditional(RequestHead head, Page page, Chosen chosen) {
        var ready = chosen.ready();
        var modified = ready == null ? page.plain().modified() : ready.modified();
        var validators = new Validators(List.of(chosen.tag()), modified);
        return switch (Preconditions.of(head.fields(), true, validators, clock.instant())) {
            case FAILED ->
                    new Plan.Told(
                            Answer.telling(
                                    Status.PRECONDITION_FAILED, "The page is another one by now."));
            case NOT_MODIFIED ->
                    new Plan.Told(Answer.bare(Status.NOT_MODIFIED, validators(page, chosen.tag())));
            case GO_AHEAD ->
                    ready == null
                            ? new Plan.Work(_ -> coded(head, page, chosen.coding()))
                            : new Plan.Told(content(head, page, ready));
        };
    }

    private Answer coded(RequestHead head, Page page, Coding coding) {
        try {
            return content(head, page, codings.coded(page.plain(), coding));
        } catch (IOException changed) {
            return Answer.telling(
                    Status.SERVICE_UNAVAILABLE,
                    "The file changed at this very moment; ask again.",
                    "Retry-After",
                    "1");
        }
    }

    private Answer content(RequestHead head, Page page, Representation now) {
        var length = now.content().lengthBytes();
        return switch (range(head, now)) {
            case RangeChoice.Whole() -> whole(page, now);
            case RangeChoice.Part part ->
                    new Answer(
                            Status.PARTIAL_CONTENT,
                            described(page, now, place(part, length)),
                            new Body.Part(now.content(), part.first(), part.lengthBytes()),
                            true);
            case RangeChoice.Parts(var parts) -> parts(page, now, parts);
            case RangeChoice.Unsatisfiable() ->
                    Answer.telling(
                            Status.RANGE_NOT_SATISFIABLE,
                            "The page has " + length + " bytes.",
                            "Content-Range",
                            "bytes */" + length);
        };
    }

    // What is held in memory is asked for again and again.
    private Answer whole(Page page, Representation now) {
        if (now.coding() != Coding.IDENTITY || !(now.content() instanceof Content.InMemory)) {
            return madeWhole(page, now);
        }
        var kept = wholes.getIfPresent(now);
        if (kept == null || !kept.isOf(page)) {
            kept = new Whole(page.found().cacheControl(), page.varies(), madeWhole(page, now));
            wholes.put(now, kept);
        }
        return kept.answer();
    }

    private static Answer madeWhole(Page page, Representation now) {
        return new Answer(
                Status.OK,
                described(page, now, null),
                new Body.Part(now.content(), 0, now.content().lengthBytes()),
                true);
    }

    // RFC 9110 section 14.2: Range means something for GET only. It counts the bytes as they are
    // coded; several parts of what is coded would need Content-Encoding where none can stand.
    private RangeChoice range(RequestHead head, Representation now) {
        var range =
                head.isHead()
                        ? new RangeChoice.Whole()
                        : RangeChoice.of(head.fields(), now, clock.instant());
        return range instanceof RangeChoice.Parts && now.coding() != Coding.IDENTITY
                ? new RangeChoice.Whole()
                : range;
    }

    // RFC 9110 section 14.6: each part says for itself what it is and where it stands.
    private static Answer parts(Page page, Representation now, List<RangeChoice.Part> parts) {
        var length = now.content().lengthBytes();
        // It stands in a page only by a chance that never comes (RFC 2046 section 5.1.1).
        var boundary = UUID.randomUUID().toString();
        var pieces = new ArrayList<Body>();
        for (var part : parts) {
            pieces.add(
                    new Body.Text(
                            "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                                    .formatted(boundary, now.mediaType(), place(part, length))));
            pieces.add(new Body.Part(now.content(), part.first(), part.lengthBytes()));
        }
        pieces.add(new Body.Text("\r\n--" + boundary + "--\r\n"));
        var fields = described(page, now);
        fields.add(new Field("Content-Type", "multipart/byteranges; boundary=" + boundary));
        return new Answer(Status.PARTIAL_CONTENT, new Fields(fields), new Body.Parts(pieces), true);
    }

    private static String place(RangeChoice.Part part, long length) {
        return "bytes %d-%d/%d".formatted(part.first(), part.last(), length);
    }

    // What a 304 must repeat so that a cache can refresh what it holds (RFC 9110 section 15.4.5).
    private static Fields validators(Page page, EntityTag tag) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("ETag", tag.toString()));
        if (page.found().cacheControl() != null) {
            fields.add(new Field("Cache-Control", page.found().cacheControl()));
        }
        // RFC 9110 section 12.5.5: also where this client gets it plain, as the next may not.
        if (page.varies()) {
            fields.add(new Field("Vary", "Accept-Encoding"));
        }
        return new Fields(fields);
    }

    private static List<Field> described(Page page, Representation now) {
        var fields = new ArrayList<>(validators(page, now.tag()).all());
        fields.add(new Field("Last-Modified", HttpDate.format(now.modified())));
        fields.add(new Field("Accept-Ranges", "bytes"));
        return fields;
    }

    private static Fields described(Page page, Representation now, @Nullable String contentRange) {
        var fields = described(page, now);
        fields.add(new Field("Content-Type", now.mediaType()));
        if (now.coding() != Coding.IDENTITY) {
            fields.add(new Field("Content-Encoding", now.coding().token()));
        }
        if (contentRange != null) {
            fields.add(new Field("Content-Range", contentRange));
        }
        return new Fields(fields);
    }

    // RFC 9110 section 12.5.3: only a client that rules out even the plain page.
    private static Answer notAcceptable() {
        return Answer.telling(
                Status.NOT_ACCEPTABLE,
                "It comes plain or coded with " + Coding.GZIP.token() + ".",
                "Vary",
                "Accept-Encoding");
    }
}
