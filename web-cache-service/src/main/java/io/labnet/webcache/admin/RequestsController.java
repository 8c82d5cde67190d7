package io.labnet.webcache.admin;

import io.labnet.accesslog.AccessLog;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.webcache.access.Access;
import io.labnet.webcache.access.AccessView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The access log: as a list, newest first, and live. */
@RestController
@RequestMapping("/api/web-cache/requests")
public class RequestsController {
    private final AccessLog<Access> log;
    private final EventStream stream;

    public RequestsController(AccessLog<Access> log, EventStream stream) {
        this.log = log;
        this.stream = stream;
    }

    /** The last requests; {@code q} is looked for in their URLs and outcomes. */
    @GetMapping
    Page<AccessView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                log.since(0).stream()
                        .filter(a -> a.url().contains(q) || a.handling().outcome().word().equals(q))
                        .toList();
        var cut = Page.of(found.reversed(), page, size);
        var items = cut.items().stream().map(AccessView::of).toList();
        return new Page<>(items, cut.page(), cut.size(), cut.total());
    }

    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("request", log.newest(), this::news);
    }

    private News news(long last) {
        var found = log.since(last);
        return new News(
                found.stream().map(AccessView::of).toList(),
                found.isEmpty() ? last : found.getLast().number());
    }
}
