package io.labnet.trace;

import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the service said and heard on the wire: as a list, newest first, and live. */
@RestController
@RequestMapping("/api/${labnet.noun}/exchanges")
public class TraceController {
    private final Trace trace;
    private final EventStream stream;

    public TraceController(Trace trace, EventStream stream) {
        this.trace = trace;
        this.stream = stream;
    }

    @GetMapping
    Page<Exchange> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = trace.since(0).stream().filter(e -> e.summary().contains(q)).toList();
        return Page.of(found.reversed(), page, size);
    }

    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("exchange", trace.newest(), this::news);
    }

    private News news(long last) {
        var found = trace.since(last);
        return new News(found, found.isEmpty() ? last : found.getLast().number());
    }
}
