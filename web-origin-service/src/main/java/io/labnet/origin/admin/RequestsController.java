package io.labnet.origin.admin;

import io.labnet.accesslog.AccessLog;
import io.labnet.admin.ApiProblem;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.origin.access.Access;
import io.labnet.origin.access.LogFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The access log: as a list, newest first, and live. */
@RestController
@RequestMapping("/api/web-origin/requests")
public class RequestsController {
    private static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");

    private final AccessLog<Access> log;
    private final EventStream stream;

    public RequestsController(AccessLog<Access> log, EventStream stream) {
        this.log = log;
        this.stream = stream;
    }

    @GetMapping
    Page<Access> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        return Page.of(found(q).reversed(), page, size);
    }

    /** The last ones as lines of a log, oldest first as in a file. */
    @GetMapping(params = "format")
    ResponseEntity<String> lines(
            @RequestParam String format,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var form = form(format);
        var last = Page.of(found(q).reversed(), 0, size).items().reversed();
        var type = form == LogFormat.JSON ? NDJSON : MediaType.TEXT_PLAIN;
        return ResponseEntity.ok()
                .contentType(type)
                .body(last.stream().map(a -> form.line(a) + "\n").collect(Collectors.joining()));
    }

    private List<Access> found(String q) {
        return log.since(0).stream()
                .filter(a -> a.target().contains(q) || a.host().contains(q))
                .toList();
    }

    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("request", log.newest(), this::news);
    }

    @GetMapping(path = "/events", params = "format")
    SseEmitter live(@RequestParam String format) {
        var form = form(format);
        return stream.open(
                "request",
                log.newest(),
                last -> {
                    var news = log.since(last);
                    return new News(
                            news.stream().map(form::line).toList(),
                            news.isEmpty() ? last : news.getLast().number());
                });
    }

    private static LogFormat form(String name) {
        return switch (name) {
            case "common" -> LogFormat.COMMON;
            case "combined" -> LogFormat.COMBINED;
            case "json" -> LogFormat.JSON;
            default -> throw ApiProblem.invalid("/format", "format is common, combined or json");
        };
    }

    private News news(long last) {
        var found = log.since(last);
        return new News(found, found.isEmpty() ? last : found.getLast().number());
    }
}
