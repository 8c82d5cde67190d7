package io.labnet.origin.admin;

import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.origin.access.Access;
import io.labnet.origin.access.AccessLog;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The access log: as a list, newest first, and live. */
@RestController
@RequestMapping("/api/web-origin/requests")
public class RequestsController {
    private final AccessLog log;
    private final EventStream stream;

    public RequestsController(AccessLog log, EventStream stream) {
        this.log = log;
        this.stream = stream;
    }

    @GetMapping
    Page<Access> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                log.since(0).stream()
                        .filter(a -> a.target().contains(q) || a.host().contains(q))
                        .toList();
        return Page.of(found.reversed(), page, size);
    }

    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("request", log.newest(), this::news);
    }

    private News news(long last) {
        var found = log.since(last);
        return new News(found, found.isEmpty() ? last : found.getLast().number());
    }
}
