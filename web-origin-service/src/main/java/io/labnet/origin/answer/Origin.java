package io.labnet.origin.answer;

import io.labnet.origin.answer.Answer.Body;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.message.Field;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.HttpDate;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.message.Target;
import io.labnet.origin.representation.Preconditions;
import io.labnet.origin.representation.RangeChoice;
import io.labnet.origin.representation.Representation;
import io.labnet.origin.site.Lookup;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.Sites;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The origin server (RFC 9110 section 3.6): from a request to its answer. */
public final class Origin {
    private static final String ALLOWED = "GET, HEAD, OPTIONS";
    private static final Set<String> SERVED = Set.of("GET", "HEAD", "OPTIONS");

    private static final byte[] NOTHING = {};

    /** Methods of RFC 9110 section 9 and RFC 5789 that no page here allows. */
    private static final Set<String> KNOWN =
            Set.of("POST", "PUT", "DELETE", "CONNECT", "TRACE", "PATCH");

    private final Sites sites;
    private final Programs programs;
    private final Clock clock;

    public Origin(Sites sites, Programs programs, Clock clock) {
        this.sites = sites;
        this.programs = programs;
        this.clock = clock;
    }

    /**
     * Decides, as far as the head alone can.
     *
     * @param address the address that the client connected to: the host of those who name none
     * @param secure whether the request came over TLS
     */
    public Plan plan(RequestHead head, String address, boolean secure) {
        return switch (decided(head, address, secure)) {
            case Plan.Told(var answer) -> new Plan.Told(shown(head, answer));
            case Plan.Work(var contentBytesMax, var worker) ->
                    new Plan.Work(contentBytesMax, content -> shown(head, worked(worker, content)));
        };
    }

    /**
     * The name of the site that a request means; empty when this server has no such site.
     *
     * @param address the address that the client connected to
     */
    public String siteName(RequestHead head, String address) {
        try {
            var site =
                    switch (Target.of(head)) {
                        case Target.Foreign _, Target.Tunnel _ -> null;
                        case Target.Server(var host) -> site(host, address);
                        case Target.Path(var host, _, _) -> site(host, address);
                    };
            return site == null ? "" : site.name();
        } catch (Refusal nowhere) {
            return "";
        }
    }

    private static Answer shown(RequestHead head, Answer answer) {
        return head.isHead() ? answer.withoutBody() : answer;
    }

    private static Answer worked(Plan.Worker worker, InputStream content) throws IOException {
        try {
            return worker.answer(content);
        } catch (Refusal refusal) {
            return Answer.telling(refusal.status(), refusal.why());
        }
    }

    private Plan decided(RequestHead head, String address, boolean secure) {
        try {
            return switch (Target.of(head)) {
                case Target.Foreign(var scheme) -> told(misdirected(scheme + " resources"));
                case Target.Tunnel() -> told(notAllowed(ALLOWED));
                case Target.Server(var host) ->
                        told(site(host, address) == null ? misdirected(host) : options(ALLOWED));
                case Target.Path path -> atPath(head, path, address, secure);
            };
        } catch (Refusal refusal) {
            return told(Answer.telling(refusal.status(), refusal.why()));
        }
    }

    private static Plan told(Answer answer) {
        return new Plan.Told(answer);
    }

    private Plan atPath(RequestHead head, Target.Path target, String address, boolean secure)
            throws Refusal {
        var site = site(target.host(), address);
        if (site == null) {
            return told(misdirected(target.host()));
        }
        if (!SERVED.contains(head.method()) && !KNOWN.contains(head.method())) {
            return told(notImplemented());
        }
        // RFC 9110 section 10.1.1: 100-continue is the one expectation there is.
        if (head.fields().elements("Expect").anyMatch(e -> !e.equalsIgnoreCase("100-continue"))) {
            return told(
                    Answer.telling(
                            Status.EXPECTATION_FAILED, "Only 100-continue can be expected."));
        }
        var path = ResourcePath.parse(target.path());
        var program = programs.at(site.name(), path);
        return program == null
                ? told(atFile(head, site, path, target))
                : atProgram(program, new Asked(head, target, NOTHING, secure), site, path);
    }

    // A program's page is guarded as a file's is.
    private static Plan atProgram(Program program, Asked asked, Site site, ResourcePath path) {
        var method = asked.head().method();
        var allowed = allowed(program);
        if (!method.equals("OPTIONS") && !program.methods().contains(method)) {
            return told(notAllowed(allowed));
        }
        var challenge = site.challenge(path, asked.head().fields().first("Authorization"));
        if (challenge != null) {
            return told(guarded(challenge));
        }
        if (method.equals("OPTIONS")) {
            return told(options(allowed));
        }
        return new Plan.Work(content ->
                program.answer(
                        new Asked(
                                asked.head(),
                                asked.target(),
                                content.readAllBytes(),
                                asked.secure())));
    }

    private static String allowed(Program program) {
        return Stream.concat(program.methods().stream(), Stream.of("OPTIONS"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Answer atFile(RequestHead head, Site site, ResourcePath path, Target.Path target) {
        if (!SERVED.contains(head.method())) {
            return notAllowed(ALLOWED);
        }
        var authorization = head.fields().first("Authorization");
        return switch (site.look(path, target.path(), authorization)) {
            case Lookup.Found found -> found(head, found);
            case Lookup.Elsewhere(var folder) -> elsewhere(folder, target.query());
            case Lookup.Guarded(var challenge) -> guarded(challenge);
            case Lookup.Forbidden(var why) -> Answer.telling(Status.FORBIDDEN, why);
            case Lookup.Missing() ->
                    Answer.telling(Status.NOT_FOUND, "This site has nothing of that name.");
        };
    }

    private static Answer guarded(String challenge) {
        return Answer.telling(
                Status.UNAUTHORIZED,
                "This page wants a name and a password.",
                "WWW-Authenticate",
                challenge);
    }

    private @Nullable Site site(@Nullable String host, String address) {
        return host == null ? sites.byAddress(address) : sites.of(host);
    }

    // RFC 9110 section 13.2.1: conditions come after every other check, and OPTIONS has none.
    private Answer found(RequestHead head, Lookup.Found found) {
        if (head.method().equals("OPTIONS")) {
            return options(ALLOWED);
        }
        var now = found.representation();
        return switch (Preconditions.of(head.fields(), now, clock.instant())) {
            case FAILED ->
                    Answer.telling(Status.PRECONDITION_FAILED, "The page is another one by now.");
            case NOT_MODIFIED -> Answer.bare(Status.NOT_MODIFIED, validators(found));
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
                            described(found, null),
                            new Body.Part(now.content(), 0, length),
                            true);
            case RangeChoice.Part part ->
                    new Answer(
                            Status.PARTIAL_CONTENT,
                            described(
                                    found,
                                    "bytes %d-%d/%d".formatted(part.first(), part.last(), length)),
                            new Body.Part(now.content(), part.first(), part.lengthBytes()),
                            true);
            case RangeChoice.Unsatisfiable() ->
                    Answer.telling(
                            Status.RANGE_NOT_SATISFIABLE,
                            "The page has " + length + " bytes.",
                            "Content-Range",
                            "bytes */" + length);
        };
    }

    // What a 304 must repeat so that a cache can refresh what it holds (RFC 9110 section 15.4.5).
    private static Fields validators(Lookup.Found found) {
        var fields = new ArrayList<Field>();
        fields.add(new Field("ETag", found.representation().tag().toString()));
        if (found.cacheControl() != null) {
            fields.add(new Field("Cache-Control", found.cacheControl()));
        }
        return new Fields(fields);
    }

    private static Fields described(Lookup.Found found, @Nullable String contentRange) {
        var now = found.representation();
        var fields = new ArrayList<>(validators(found).all());
        fields.add(new Field("Last-Modified", HttpDate.format(now.modified())));
        fields.add(new Field("Accept-Ranges", "bytes"));
        fields.add(new Field("Content-Type", now.mediaType()));
        if (contentRange != null) {
            fields.add(new Field("Content-Range", contentRange));
        }
        return new Fields(fields);
    }

    // The query goes along; the host is left out, as proxies and port maps may call us otherwise.
    private static Answer elsewhere(String folder, @Nullable String query) {
        var location = query == null ? folder : folder + "?" + query;
        return Answer.telling(
                Status.MOVED_PERMANENTLY, "The folder is at " + location, "Location", location);
    }

    private static Answer options(String allowed) {
        return Answer.bare(Status.NO_CONTENT, Fields.of("Allow", allowed));
    }

    // RFC 9110 section 7.4 and 15.5.20: not 404, which would say that the host is ours and the page
    // is gone; the client may find the right server over another connection.
    private static Answer misdirected(@Nullable String what) {
        return Answer.telling(
                Status.MISDIRECTED_REQUEST, "This server does not answer for " + what + ".");
    }

    private static Answer notAllowed(String allowed) {
        return Answer.telling(
                Status.METHOD_NOT_ALLOWED,
                "What can be done here is " + allowed + ".",
                "Allow",
                allowed);
    }

    private static Answer notImplemented() {
        return Answer.telling(Status.NOT_IMPLEMENTED, "This server knows no such method.");
    }
}
