package io.labnet.tracker.http;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_MODIFIED;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_TIMEOUT;
import static io.netty.handler.codec.http.HttpResponseStatus.REQUEST_URI_TOO_LONG;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import io.labnet.bittorrent.tracker.AnnounceRequest;
import io.labnet.bittorrent.tracker.AnnounceResponse;
import io.labnet.bittorrent.tracker.InvalidTrackerMessageException;
import io.labnet.bittorrent.tracker.ScrapeRequest;
import io.labnet.tracker.journal.Journal;
import io.labnet.tracker.journal.Journal.Ends;
import io.labnet.tracker.redis.RedisAwayException;
import io.labnet.tracker.swarm.Tracker;
import io.labnet.tracker.torrent.HostedTorrent;
import io.labnet.tracker.torrent.TorrentStore;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each request over HTTP is answered. */
public final class HttpAnswers {
    private static final String TORRENTS = "/torrents/";
    private static final String SUFFIX = ".torrent";
    private static final String TEXT = "text/plain; charset=utf-8";

    /** What trackers have always called it; the bytes are of no charset. */
    private static final String BENCODED = "text/plain";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String TORRENT = "application/x-bittorrent";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** RFC 9110 section 5.6.7: a day of the month has two digits, unlike Java's own RFC 1123. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);

    private final Tracker tracker;
    private final TorrentStore torrents;
    private final Journal journal;
    private final Clock clock;

    public HttpAnswers(Tracker tracker, TorrentStore torrents, Journal journal, Clock clock) {
        this.tracker = tracker;
        this.torrents = torrents;
        this.journal = journal;
        this.clock = clock;
    }

    FullHttpResponse answer(FullHttpRequest request, Ends ends) {
        journal.httpRequest();
        var answer = decided(request, ends);
        // RFC 9110 section 6.6.1: who has a clock must say when an answer was made.
        answer.headers().set(HttpHeaderNames.DATE, HTTP_DATE.format(clock.instant()));
        return answer;
    }

    private FullHttpResponse decided(FullHttpRequest request, Ends ends) {
        if (request.decoderResult().isFailure()) {
            return refused(ends, unreadable(request.decoderResult().cause()));
        }
        // RFC 9112 section 3.2: without exactly one Host field, a request of HTTP/1.1 is bad.
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            return refused(ends, BAD_REQUEST);
        }
        if (!READING.contains(request.method())) {
            return notAllowed(ends, "GET, HEAD");
        }
        var target = RequestTarget.of(request.uri());
        return switch (target.path()) {
            case "/announce", "/scrape" ->
                    request.method().equals(HttpMethod.GET)
                            ? tracked(target, ends)
                            : notAllowed(ends, "GET");
            default -> read(target.path(), request, ends);
        };
    }

    /** What a peer gets wrong it is told in bencoding with status 200 (BEP 3). */
    private FullHttpResponse tracked(RequestTarget target, Ends ends) {
        try {
            var body =
                    target.path().equals("/scrape")
                            ? scrape(target.query(), ends)
                            : announce(target.query(), ends);
            return found(BENCODED, body);
        } catch (InvalidTrackerMessageException e) {
            return failed(ends, reason(e));
        } catch (RedisAwayException e) {
            return failed(ends, e.reason());
        }
    }

    private FullHttpResponse failed(Ends ends, String reason) {
        journal.refused(ends, reason);
        return found(BENCODED, new AnnounceResponse.Failure(reason).toBytes());
    }

    private byte[] announce(String query, Ends ends) throws InvalidTrackerMessageException {
        var request = AnnounceRequest.parse(query);
        var response = tracker.announce(request, ends.peer().getAddress());
        journal.announced(ends, request, response);
        return switch (response) {
            case AnnounceResponse.Failure failure -> failure.toBytes();
            case AnnounceResponse.Success success -> success.toBytes(request.compact());
        };
    }

    private byte[] scrape(String query, Ends ends) throws InvalidTrackerMessageException {
        var request = ScrapeRequest.parse(query);
        journal.scraped(ends, request);
        return tracker.scrape(request).toBytes();
    }

    private FullHttpResponse read(String path, FullHttpRequest request, Ends ends) {
        try {
            return path.equals("/")
                    ? found(HTML, TorrentIndex.of(torrents.all()))
                    : torrent(path, request, ends);
        } catch (RedisAwayException e) {
            return refused(ends, SERVICE_UNAVAILABLE);
        }
    }

    private FullHttpResponse torrent(String path, FullHttpRequest request, Ends ends) {
        if (!path.startsWith(TORRENTS) || !path.endsWith(SUFFIX)) {
            return refused(ends, NOT_FOUND);
        }
        var name = path.substring(TORRENTS.length(), path.length() - SUFFIX.length());
        var torrent = torrents.find(name).orElse(null);
        try {
            var bytes = torrents.read(name).orElse(null);
            return torrent == null || bytes == null
                    ? refused(ends, NOT_FOUND)
                    : torrent(torrent, bytes, request);
        } catch (IOException e) {
            LOG.error("The torrent file {} cannot be read", name, e);
            return refused(ends, INTERNAL_SERVER_ERROR);
        }
    }

    private static FullHttpResponse torrent(
            HostedTorrent torrent, byte[] bytes, FullHttpRequest request) {
        var etag = '"' + torrent.etag() + '"';
        var known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH, "");
        // RFC 9110 section 13.1.2: a list of tags, or a star for any.
        var isKnown = known.contains(etag) || known.equals("*");
        var response = isKnown ? notModified(bytes.length) : found(TORRENT, bytes);
        response.headers()
                .set(HttpHeaderNames.ETAG, etag)
                .set(HttpHeaderNames.LAST_MODIFIED, HTTP_DATE.format(torrent.published()));
        return response;
    }

    private FullHttpResponse refused(Ends ends, HttpResponseStatus status) {
        journal.refused(ends, status.toString());
        return response(status, TEXT, (status + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private FullHttpResponse notAllowed(Ends ends, String allowed) {
        var response = refused(ends, METHOD_NOT_ALLOWED);
        response.headers().set(HttpHeaderNames.ALLOW, allowed);
        return response;
    }

    private static FullHttpResponse found(String type, byte[] body) {
        return response(OK, type, body);
    }

    // RFC 9110 section 8.6: there is no body, but the length may be told that it would have.
    private static FullHttpResponse notModified(int length) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, NOT_MODIFIED);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
        return response;
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    private static HttpResponseStatus unreadable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> REQUEST_HEADER_FIELDS_TOO_LARGE;
            case TooLongHttpContentException _ -> REQUEST_ENTITY_TOO_LARGE;
            case ReadTimeoutException _ -> REQUEST_TIMEOUT;
            default -> BAD_REQUEST;
        };
    }

    private static String reason(InvalidTrackerMessageException e) {
        var reason = e.getMessage();
        return reason == null ? "the request cannot be read" : reason;
    }
}
