package io.labnet.origin.answer;

import io.labnet.origin.content.Codings;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.message.Fields;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.message.RequestHead;
import io.labnet.origin.message.Status;
import io.labnet.origin.message.Target;
import io.labnet.origin.message.Version;
import io.labnet.origin.site.Credentials;
import io.labnet.origin.site.DigestAccess;
import io.labnet.origin.site.Lookup;
import io.labnet.origin.site.Redirect;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.Sites;
import io.labnet.origin.site.Wanted;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The origin server (RFC 9110 section 3.6): from a request to its answer. */
public final class Origin {
    private static final String READABLE = "GET, HEAD, OPTIONS";
    private static final String WRITABLE = "DELETE, GET, HEAD, OPTIONS, PUT";
    private static final String ANYWHERE = "DELETE, GET, HEAD, OPTIONS, POST, PUT";
    private static final byte[] NOTHING = {};

    /** Methods of RFC 9110 section 9 and RFC 5789, which some page may allow or not. */
    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "CONNECT", "TRACE", "PATCH");

    private final Sites sites;
    private final Reading reading;
    private final Editing editing;
    private final Programs programs;
    private final Unversioned unversioned;

    public Origin(
            Sites sites, SiteFolders folders, Codings codings, Programs programs, Clock clock) {
        this.sites = sites;
        this.reading = new Reading(codings, clock);
        this.editing = new Editing(folders, clock);
        this.programs = programs;
        this.unversioned = new Unversioned(clock);
    }

    /**
     * Decides, as far as the head alone can.
     *
     * @param address the address that the client connected to: the host of those who name none
     * @param secure whether the request came over TLS
     */
    public Plan plan(RequestHead head, String address, boolean secure) {
        var client = credentials(head, NOTHING);
        // RFC 7616 section 3.4.3: who covers the content is known once that is there.
        return DigestAccess.coversContent(client.authorization())
                ? new Plan.Work(content -> whole(head, address, secure, content.readAllBytes()))
                : plan(head, address, secure, client);
    }

    private Answer whole(RequestHead head, String address, boolean secure, byte[] content)
            throws IOException, Refusal {
        return switch (plan(head, address, secure, credentials(head, content))) {
            case Plan.Told(var answer, _) -> answer;
            case Plan.Work(_, var worker) -> worker.answer(new ByteArrayInputStream(content));
        };
    }

    private Plan plan(RequestHead head, String address, boolean secure, Credentials client) {
        return switch (decided(head, address, secure, client)) {
            case Plan.Told(var answer, var contentBytesMax) ->
                    new Plan.Told(shown(head, answer), contentBytesMax);
            case Plan.Work(var contentBytesMax, var worker) ->
                    new Plan.Work(contentBytesMax, content -> shown(head, worker.answer(content)));
        };
    }

    /**
     * The name of the site that a request means; empty when this server has no such site.
     *
     * @param address the address that the client connected to
     * @param secure whether the request came over TLS
     */
    public String siteName(RequestHead head, String address, boolean secure) {
        try {
            var site = meant(head, address, secure);
            return site == null ? "" : site.name();
        } catch (Refusal nowhere) {
            return "";
        }
    }

    private @Nullable Site meant(RequestHead head, String address, boolean secure) throws Refusal {
        return switch (Target.of(head, secure)) {
            case Target.Foreign _, Target.Tunnel _ -> null;
            case Target.Server(var host) -> site(host, address);
            case Target.Path(var host, _, _) -> site(host, address);
        };
    }

    /**
     * An error that was found while a request was read or answered, as the site shows it that was
     * meant; as it is where no site is known.
     *
     * @param head as far as it was read; null when not even its line was
     * @param address the address that the client connected to: its own site is meant while no host
     *     was named
     */
    public Answer shown(Answer error, @Nullable RequestHead head, String address, boolean secure) {
        if (head == null) {
            var site = sites.of(address);
            return site == null ? error : ErrorPages.shown(error, site);
        }
        var site = meantOrNear(head, address, secure);
        return shown(head, site == null ? error : asShown(head, site, error));
    }

    private @Nullable Site meantOrNear(RequestHead head, String address, boolean secure) {
        try {
            return meant(head, address, secure);
        } catch (Refusal noHostYet) {
            return sites.of(address);
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

    private Plan decided(RequestHead head, String address, boolean secure, Credentials client) {
        try {
            return switch (Target.of(head, secure)) {
                case Target.Foreign(var scheme) -> told(misdirected(scheme + " resources"));
                case Target.Tunnel() -> told(notAllowed(READABLE));
                case Target.Server(var host) ->
                        told(site(host, address) == null ? misdirected(host) : options(ANYWHERE));
                case Target.Path path -> {
                    var site = site(path.host(), address);
                    yield site == null
                            ? told(misdirected(path.host()))
                            : asShown(
                                    head,
                                    site,
                                    client,
                                    () -> onSite(head, site, path, secure, client));
                }
            };
        } catch (Refusal refusal) {
            return told(Answer.telling(refusal.status(), refusal.why()));
        }
    }

    private static Plan told(Answer answer) {
        return new Plan.Told(answer);
    }

    private interface Step {
        Plan take() throws Refusal;
    }

    // Whatever comes of it, it is this site that says it: with its error pages, to whom it opens.
    private static Plan asShown(RequestHead head, Site site, Credentials client, Step step) {
        Plan plan;
        try {
            plan = step.take();
        } catch (Refusal refusal) {
            plan = told(Answer.telling(refusal.status(), refusal.why()));
        }
        return switch (plan) {
            case Plan.Told(var answer, var contentBytesMax) ->
                    new Plan.Told(
                            vouchedFor(asShown(head, site, answer), site, client), contentBytesMax);
            case Plan.Work(var contentBytesMax, var worker) ->
                    new Plan.Work(
                            contentBytesMax,
                            content ->
                                    vouchedFor(
                                            asShown(head, site, worked(worker, content)),
                                            site,
                                            client));
        };
    }

    // RFC 7616 section 3.5. Content is read for it only where the client covered its own, and then
    // never on an event loop.
    private static Answer vouchedFor(Answer answer, Site site, Credentials client) {
        if (client.authorization() == null || answer.status() == Status.UNAUTHORIZED) {
            return answer;
        }
        var sent = client.method().equals("HEAD") ? new Answer.Body.None() : answer.body();
        try {
            var info = site.info(client, sum -> Sums.add(sum, sent));
            return info == null ? answer : answer.with("Authentication-Info", info);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Answer asShown(RequestHead head, Site site, Answer answer) {
        return Outside.opened(ErrorPages.shown(answer, site), head, site.policy().cors());
    }

    private Plan onSite(
            RequestHead head, Site site, Target.Path target, boolean secure, Credentials client)
            throws Refusal {
        var wanted = site.policy().wanted();
        if (!wanted.isMet(head.version(), secure)) {
            return told(otherwise(wanted, head.version()));
        }
        if (!KNOWN.contains(head.method())) {
            return told(notImplemented());
        }
        // RFC 9110 section 10.1.1: 100-continue is the one expectation there is.
        if (head.fields().has("Expect")
                && head.fields()
                        .elements("Expect")
                        .anyMatch(e -> !e.equalsIgnoreCase("100-continue"))) {
            return told(
                    Answer.telling(
                            Status.EXPECTATION_FAILED, "Only 100-continue can be expected."));
        }
        var redirect = site.policy().redirect(target.path());
        if (redirect != null) {
            return told(redirected(redirect, target));
        }
        var path = ResourcePath.parse(target.path());
        var program = programs.at(site.name(), path);
        // Before any password is asked for: browsers send none with this question.
        if (Outside.isPreflight(head, site.policy().cors())) {
            var allowed = program == null ? allowed(site, path) : allowed(program);
            return told(Outside.preflight(head, site.policy().cors(), allowed));
        }
        return program == null
                ? atFile(head, site, path, target, client)
                : atProgram(program, new Asked(head, target, NOTHING, secure), site, path, client);
    }

    private static Answer redirected(Redirect redirect, Target.Path target) {
        var to = redirect.target(target.path());
        return moved(redirect.status(), to == null ? redirect.to() : to, target.query());
    }

    // A program's page is guarded as a file's is.
    private Plan atProgram(
            Program program, Asked asked, Site site, ResourcePath path, Credentials client) {
        var method = asked.head().method();
        var allowed = allowed(program);
        if (!method.equals("OPTIONS") && !program.methods().contains(method)) {
            return told(notAllowed(allowed));
        }
        var challenges = site.challenges(path, client);
        if (!challenges.isEmpty()) {
            return told(guarded(challenges));
        }
        if (method.equals("OPTIONS")) {
            return told(options(allowed));
        }
        if (method.equals("POST") && isEndless(asked.head())) {
            return told(
                    Answer.telling(
                            Status.LENGTH_REQUIRED, "Content-Length must tell where it ends."));
        }
        Plan.Worker worker = content -> program.answer(asked.with(content.readAllBytes()));
        if (method.equals("GET") || method.equals("HEAD")) {
            return new Plan.Work(content -> unversioned.read(asked.head(), worker.answer(content)));
        }
        return unversioned.mayBegin(asked.head())
                ? new Plan.Work(worker)
                : told(Unversioned.failed());
    }

    private static Credentials credentials(RequestHead head, byte[] content) {
        var authorization = head.fields().first("Authorization");
        return new Credentials(head.method(), head.target(), authorization, content);
    }

    // HTTP/1.0 has no chunks, and its content might end where the connection does.
    private static boolean isEndless(RequestHead head) {
        return !head.version().isAtLeast11() && !head.fields().has("Content-Length");
    }

    private static String allowed(Program program) {
        return Stream.concat(program.methods().stream(), Stream.of("OPTIONS"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String allowed(Site site, ResourcePath path) {
        return site.policy().isWritable(path) ? WRITABLE : READABLE;
    }

    private Plan atFile(
            RequestHead head, Site site, ResourcePath path, Target.Path target, Credentials client)
            throws Refusal {
        var writable = site.policy().isWritable(path);
        return switch (head.method()) {
            case "GET", "HEAD" -> read(head, site, path, target, client);
            case "OPTIONS" ->
                    writable ? told(options(WRITABLE)) : read(head, site, path, target, client);
            case "PUT", "DELETE" ->
                    writable ? edit(head, site, path, client) : told(notAllowed(READABLE));
            default -> told(notAllowed(allowed(site, path)));
        };
    }

    private Plan edit(RequestHead head, Site site, ResourcePath path, Credentials client)
            throws Refusal {
        var challenges = site.challenges(path, client);
        if (!challenges.isEmpty()) {
            return told(guarded(challenges));
        }
        return head.method().equals("PUT")
                ? editing.put(head, site, path)
                : editing.delete(head, site, path);
    }

    private Plan read(
            RequestHead head,
            Site site,
            ResourcePath path,
            Target.Path target,
            Credentials client) {
        var options = head.method().equals("OPTIONS");
        return switch (site.look(path, target.path(), client)) {
            case Lookup.Found found ->
                    options ? told(options(READABLE)) : reading.read(head, site, found);
            case Lookup.Listing(var folder) ->
                    options
                            ? told(options(READABLE))
                            : new Plan.Work(_ -> unversioned.read(head, Listing.of(site, folder)));
            case Lookup.Elsewhere(var folder) ->
                    told(moved(Status.MOVED_PERMANENTLY, folder, target.query()));
            case Lookup.Guarded(var challenges) -> told(guarded(challenges));
            case Lookup.Forbidden(var why) -> told(Answer.telling(Status.FORBIDDEN, why));
            case Lookup.Missing() ->
                    told(Answer.telling(Status.NOT_FOUND, "This site has nothing of that name."));
        };
    }

    // RFC 9110 section 11.6.1: one field for each challenge, as old clients split no lists.
    private static Answer guarded(List<String> challenges) {
        var answer = Answer.telling(Status.UNAUTHORIZED, "This page wants a name and a password.");
        for (var challenge : challenges) {
            answer = answer.with("WWW-Authenticate", challenge);
        }
        return answer;
    }

    private @Nullable Site site(@Nullable String host, String address) {
        return host == null ? sites.byAddress(address) : sites.of(host);
    }

    // The query goes along. Within a site, the host is left out, as proxies and port maps may call
    // us otherwise.
    private static Answer moved(Status status, String to, @Nullable String query) {
        var location = query == null ? to : to + (to.contains("?") ? "&" : "?") + query;
        return Answer.telling(status, "It is at " + location, "Location", location);
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

    // RFC 9110 section 15.5.22: Upgrade has to say to what, and Connection that it does (section
    // 7.8). HTTP/2 has neither field (RFC 9113 section 8.2.2), and so not this status.
    private static Answer otherwise(Wanted wanted, Version version) {
        if (version.equals(Version.HTTP_2)) {
            return Answer.telling(
                    Status.MISDIRECTED_REQUEST, "This site answers over TLS only; ask it there.");
        }
        return Answer.telling(
                Status.UPGRADE_REQUIRED,
                "This site wants " + wanted.upgrade() + " from the beginning of a connection.",
                "Connection",
                "Upgrade",
                "Upgrade",
                wanted.upgrade());
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
