package io.labnet.origin.wiring;

import io.labnet.loops.Transport;
import io.labnet.origin.content.Codings;
import io.labnet.origin.message.MessageLimits;
import io.labnet.origin.message.Status;
import io.labnet.origin.server.ServerLimits;
import io.labnet.origin.site.Cors;
import io.labnet.origin.site.DigestAccess;
import io.labnet.origin.site.DigestAlgorithm;
import io.labnet.origin.site.Freshness;
import io.labnet.origin.site.Policy;
import io.labnet.origin.site.Realm;
import io.labnet.origin.site.Redirect;
import io.labnet.origin.site.Terms;
import io.labnet.origin.site.Wanted;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The web server's settings.
 *
 * @param addresses the addresses that it listens on, each at the lab's port for HTTP
 * @param port the standard port, before the lab's offset
 * @param httpsPort the standard port for clients that speak TLS, before the lab's offset
 * @param sites the virtual hosts; the first answers clients that name none
 * @param transport by which of the system's interfaces sockets are served
 * @param indexes what a folder shows: the first of these that is in it
 * @param limits what one client, and all of them, may take
 * @param memory how much of the folders' files is held in memory
 * @param coding what is coded while its client waits
 * @param uploadMax the largest file taken over REST
 * @param requestsKept how many requests the access log remembers
 */
@ConfigurationProperties("labnet.web-origin")
public record OriginSettings(
        List<String> addresses,
        @DefaultValue("80") int port,
        @DefaultValue("443") int httpsPort,
        List<SiteSettings> sites,
        @DefaultValue("auto") Transport transport,
        @DefaultValue({"index.html", "home.index"}) List<String> indexes,
        @DefaultValue Limits limits,
        @DefaultValue Memory memory,
        @DefaultValue CodingSettings coding,
        @DefaultValue("10MB") DataSize uploadMax,
        @DefaultValue("1000") int requestsKept) {

    /**
     * One virtual host.
     *
     * @param name its host name; its files are the program's own of that name, and before them
     *     those in {@code <data-dir>/web-origin/sites/<name>}
     * @param aliases further names; the host's own address is one without saying
     * @param folder a folder of files that takes the place of the program's own
     * @param freshness how long caches may use what, by path prefix
     * @param realms what wants a password, by path prefix
     * @param codes whether text is sent coded (gzip, br) to clients that take it so
     * @param lists whether a folder without an index shows what is in it
     * @param redirects which paths lead elsewhere; the first that fits decides
     * @param errorPages by status code, the path of the file that is shown with it
     * @param cors which other sites' scripts may read this one
     * @param wants what clients have to speak: anything, tls or http-2
     * @param writable where clients may PUT and DELETE files, as path prefixes
     * @param programs what is computed, by path prefix
     * @param persistent whether connections outlive their first answer
     * @param pipelining whether a request is begun before the answers to those before it are sent
     * @param idleTimeout between two requests; unset for that of the limits
     * @param requestsPerConnection after these, a connection closes; unset for that of the limits
     */
    public record SiteSettings(
            String name,
            @DefaultValue Set<String> aliases,
            @Nullable String folder,
            @DefaultValue List<Freshness> freshness,
            @DefaultValue List<RealmSettings> realms,
            @DefaultValue("true") boolean codes,
            @DefaultValue("false") boolean lists,
            @DefaultValue List<RedirectSettings> redirects,
            @DefaultValue Map<Integer, String> errorPages,
            @DefaultValue CorsSettings cors,
            @DefaultValue("anything") Wanted wants,
            @DefaultValue List<String> writable,
            @DefaultValue List<ProgramSettings> programs,
            @DefaultValue("true") boolean persistent,
            @DefaultValue("true") boolean pipelining,
            @Nullable Duration idleTimeout,
            @Nullable Integer requestsPerConnection) {
        Policy policy() {
            return new Policy(
                    writable,
                    codes,
                    lists,
                    redirects.stream().map(RedirectSettings::redirect).toList(),
                    errorPages,
                    cors.cors(),
                    wants);
        }

        Terms terms(Terms usual) {
            return new Terms(
                    persistent,
                    pipelining,
                    idleTimeout == null ? usual.idleTimeout() : idleTimeout,
                    requestsPerConnection == null ? usual.requestsMax() : requestsPerConnection);
        }
    }

    /**
     * A path that leads elsewhere.
     *
     * @param from a path; with a final slash, all below it too
     * @param to a path or a whole URI
     * @param status 301, 302, 303, 307 or 308
     */
    public record RedirectSettings(String from, String to, @DefaultValue("301") int status) {
        Redirect redirect() {
            var known = Status.of(status);
            if (known == null) {
                throw new IllegalArgumentException("No redirect has the status " + status);
            }
            return new Redirect(from, to, known);
        }
    }

    /**
     * Which other sites' scripts may read a site.
     *
     * @param origins as browsers name them, or {@code *} for all
     * @param headers request fields that scripts may set
     * @param credentials whether scripts may send what the user is known by
     * @param maxAge how long a browser may remember what it was allowed
     */
    public record CorsSettings(
            @DefaultValue Set<String> origins,
            @DefaultValue List<String> headers,
            @DefaultValue("false") boolean credentials,
            @DefaultValue("5m") Duration maxAge) {
        Cors cors() {
            return new Cors(origins, headers, credentials, maxAge);
        }
    }

    /**
     * What is computed rather than kept.
     *
     * @param prefix a path, and all below it
     * @param name which program answers: the name of its bean
     */
    public record ProgramSettings(String prefix, String name) {}

    /**
     * What wants a password.
     *
     * @param prefix a path prefix
     * @param name what the browser shows when it asks
     * @param users passwords by user name
     * @param scheme how they are asked for
     * @param algorithms what Digest offers, the one that is liked best first
     * @param integrity whether Digest may cover the content, too (auth-int)
     * @param userHash whether Digest takes hashed user names
     */
    public record RealmSettings(
            String prefix,
            String name,
            Map<String, String> users,
            @DefaultValue("basic") Scheme scheme,
            @DefaultValue({"sha-256", "md5"}) List<DigestAlgorithm> algorithms,
            @DefaultValue("false") boolean integrity,
            @DefaultValue("false") boolean userHash) {
        /** Authentication schemes. */
        public enum Scheme {
            BASIC,
            DIGEST
        }

        Realm realm(Clock clock) {
            var digest =
                    switch (scheme) {
                        case BASIC -> null;
                        case DIGEST ->
                                new DigestAccess(
                                        new DigestAccess.Offer(algorithms, integrity, userHash),
                                        clock);
                    };
            return new Realm(prefix, name, users, digest);
        }
    }

    /**
     * Limits; see {@link ServerLimits} and {@link MessageLimits} for the details.
     *
     * @param line the longest request line
     * @param head the longest header
     * @param headFields the most header lines
     * @param body the longest request body
     * @param connections the most open connections
     * @param connectionsPerClient the most open connections from one address
     * @param streams the most requests of one HTTP/2 connection that are answered at once
     * @param requestsPerConnection after these, a connection closes
     * @param idleTimeout between two requests
     * @param requestTimeout for one request's head to come in; long enough to type it by hand
     * @param bodyGrace for a request's body to come in more slowly than {@code bodyRate}
     * @param bodyRate the least that a client sends of a body in a second, on average
     * @param answerTimeout for an answer that a program works out
     * @param sendTimeout for a client that takes nothing of its answer
     */
    public record Limits(
            @DefaultValue("8KB") DataSize line,
            @DefaultValue("16KB") DataSize head,
            @DefaultValue("100") int headFields,
            @DefaultValue("1MB") DataSize body,
            @DefaultValue("512") int connections,
            @DefaultValue("256") int connectionsPerClient,
            @DefaultValue("100") int streams,
            @DefaultValue("1000") int requestsPerConnection,
            @DefaultValue("30s") Duration idleTimeout,
            @DefaultValue("60s") Duration requestTimeout,
            @DefaultValue("60s") Duration bodyGrace,
            @DefaultValue("500B") DataSize bodyRate,
            @DefaultValue("30s") Duration answerTimeout,
            @DefaultValue("30s") Duration sendTimeout) {
        ServerLimits server() {
            return new ServerLimits(
                    new MessageLimits(
                            Math.toIntExact(line.toBytes()),
                            Math.toIntExact(head.toBytes()),
                            headFields,
                            body.toBytes()),
                    connections,
                    connectionsPerClient,
                    streams,
                    requestTimeout,
                    bodyGrace,
                    bodyRate.toBytes(),
                    answerTimeout,
                    sendTimeout);
        }

        Terms terms() {
            return Terms.usual(idleTimeout, requestsPerConnection);
        }
    }

    /**
     * Memory for small files of folders.
     *
     * @param total the most of it
     * @param file larger files are sent from disk
     */
    public record Memory(
            @DefaultValue("16MB") DataSize total, @DefaultValue("64KB") DataSize file) {}

    /**
     * Content codings.
     *
     * @param total the most memory for coded pages
     * @param min smaller pages are never coded: they fit in one segment anyway
     * @param max larger pages are coded only where somebody did it beforehand
     */
    public record CodingSettings(
            @DefaultValue("16MB") DataSize total,
            @DefaultValue("1400B") DataSize min,
            @DefaultValue("1MB") DataSize max) {
        Codings codings() {
            return new Codings(
                    total.toBytes(),
                    Math.toIntExact(min.toBytes()),
                    Math.toIntExact(max.toBytes()));
        }
    }
}
