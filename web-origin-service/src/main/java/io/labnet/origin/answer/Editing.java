package io.labnet.origin.answer;

import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.content.Codings;
import io.labnet.origin.content.Finding;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.representation.Coding;
import io.labnet.origin.representation.Preconditions;
import io.labnet.origin.representation.Representation;
import io.labnet.origin.representation.Validators;
import io.labnet.origin.site.Site;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes to the files of a site, where it allows them: PUT and DELETE. */
final class Editing {
    private static final String ANY_TYPE = "application/octet-stream";

    private final SiteFolders folders;
    private final Clock clock;

    Editing(SiteFolders folders, Clock clock) {
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * PUT (RFC 9110 section 9.3.4): refused before its content comes where the head says enough.
     */
    Plan put(RequestHead head, Site site, ResourcePath path) {
        // RFC 9110 section 15.5.16: files are kept as they are, and with it goes what is taken.
        if (head.fields().has("Content-Encoding")) {
            return refused(
                    Answer.telling(
                            Status.UNSUPPORTED_MEDIA_TYPE,
                            "Send it without Content-Encoding.",
                            "Accept-Encoding",
                            "identity"));
        }
        try {
            checkName(path);
            path.checkLength();
            checkContent(head, path);
            check(head, site, path);
        } catch (Refusal refusal) {
            return refused(Answer.telling(refusal.status(), refusal.why()));
        }
        return new Plan.Work(folders.fileBytesMax(), content -> stored(head, site, path, content));
    }

    // Content that would have been taken may come all the same, and is not what is wrong.
    private Plan refused(Answer answer) {
        return new Plan.Told(answer, folders.fileBytesMax());
    }

    /**
     * DELETE (RFC 9110 section 9.3.5).
     *
     * @throws Refusal (403, 409, 412) by the head alone
     */
    Plan delete(RequestHead head, Site site, ResourcePath path) throws Refusal {
        checkName(path);
        check(head, site, path);
        return new Plan.Work(_ -> removed(head, site, path));
    }

    private static void checkName(ResourcePath path) throws Refusal {
        if (path.isHidden()) {
            throw new Refusal(Status.FORBIDDEN, "No name on the path may begin with a dot.");
        }
        if (path.folder() || path.segments().isEmpty()) {
            throw new Refusal(Status.CONFLICT, "Only a file can be put or deleted.");
        }
    }

    private static void checkContent(RequestHead head, ResourcePath path) throws Refusal {
        var fields = head.fields();
        // RFC 9110 section 9.3.4 and 14.5: a part would be taken for the whole.
        if (fields.has("Content-Range")) {
            throw new Refusal(Status.BAD_REQUEST, "A PUT stores the whole, not a range of it.");
        }
        // RFC 9110 section 15.5.12: what ends nobody knows where may have been cut off.
        if (!fields.has("Content-Length") && !fields.has("Transfer-Encoding")) {
            throw new Refusal(Status.LENGTH_REQUIRED, "Content-Length must tell where it ends.");
        }
        // RFC 9110 section 9.3.4: what a file's name says of its type holds for its content.
        var type = head.mediaType();
        var named = path.mediaType();
        if (type != null && !type.equals(named) && !named.equals(ANY_TYPE)) {
            throw new Refusal(
                    Status.UNSUPPORTED_MEDIA_TYPE,
                    "Its name says " + named + "; send it as that, or without Content-Type.");
        }
    }

    private void check(RequestHead head, Site site, ResourcePath path) throws Refusal {
        if (!mayChange(head, site, path)) {
            throw new Refusal(Status.PRECONDITION_FAILED, "What stands there is another version.");
        }
    }

    // Asked before content is taken in, and again when nobody else can change the file.
    private boolean mayChange(RequestHead head, Site site, ResourcePath path) {
        var now = now(site, path);
        var validators = now == null ? null : validators(now);
        return Preconditions.of(head.fields(), false, validators, clock.instant())
                == Preconditions.GO_AHEAD;
    }

    private static @Nullable Representation now(Site site, ResourcePath path) {
        return site.shelf().find(path) instanceof Finding.File(var found) ? found : null;
    }

    // A client may know the version by the tag of any coding that it got it in.
    private static Validators validators(Representation now) {
        var tags = new ArrayList<>(List.of(now.tag()));
        for (var coding : List.of(Coding.BR, Coding.GZIP)) {
            tags.add(Codings.tag(now.tag(), coding));
        }
        return new Validators(tags, now.modified());
    }

    private Answer stored(RequestHead head, Site site, ResourcePath path, InputStream content)
            throws IOException, Refusal {
        var kept = folders.keep(site.name(), path, content, () -> mayChange(head, site, path));
        return switch (kept) {
            case CREATED -> new Answer(Status.CREATED, tag(site, path), new Body.Text(""), true);
            case REPLACED -> Answer.bare(Status.NO_CONTENT, tag(site, path));
            case CHANGED_MEANWHILE ->
                    throw new Refusal(
                            Status.PRECONDITION_FAILED, "Somebody else changed it meanwhile.");
            case TOO_LARGE ->
                    throw new Refusal(
                            Status.CONTENT_TOO_LARGE,
                            "A file has " + folders.fileBytesMax() + " bytes at most.");
            case IN_THE_WAY ->
                    throw new Refusal(
                            Status.CONFLICT, "It is a folder, or lies below what is a file.");
        };
    }

    // RFC 9110 section 9.3.4: a validator may be told, as the bytes were kept as they came.
    private static Fields tag(Site site, ResourcePath path) {
        var now = now(site, path);
        return now == null || now.tag().weak()
                ? Fields.of()
                : Fields.of("ETag", now.tag().toString());
    }

    private Answer removed(RequestHead head, Site site, ResourcePath path)
            throws IOException, Refusal {
        return switch (folders.remove(site.name(), path, () -> mayChange(head, site, path))) {
            case REMOVED -> Answer.bare(Status.NO_CONTENT, Fields.of());
            case CHANGED_MEANWHILE ->
                    throw new Refusal(
                            Status.PRECONDITION_FAILED, "Somebody else changed it meanwhile.");
            case NOTHING -> throw notThere(site, path);
        };
    }

    private static Refusal notThere(Site site, ResourcePath path) {
        return switch (site.shelf().find(path)) {
            case Finding.Nothing() ->
                    new Refusal(Status.NOT_FOUND, "This site has nothing of that name.");
            case Finding.Folder() ->
                    new Refusal(Status.CONFLICT, "Only a file can be put or deleted.");
            case Finding.File _, Finding.Forbidden _ ->
                    new Refusal(Status.FORBIDDEN, "It came with the server; put another over it.");
        };
    }
}
