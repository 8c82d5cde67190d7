package io.labnet.gateway.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.gateway.timeline.ExchangeFeed;
import io.labnet.gateway.timeline.ExchangeLists;
import io.labnet.gateway.timeline.ServiceExchange;
import io.labnet.gateway.timeline.Timeline;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What all services said on the wire, as one timeline: as a list, newest first, and live. */
@RestController
@RequestMapping("/api/exchanges")
class ExchangesController {
    /** Four looks a second make this the most events a second that one watcher is sent. */
    private static final int MOST_PER_LOOK = 100;

    private final ExchangeLists lists;
    private final ExchangeFeed feed;
    private final Timeline timeline;
    private final EventStream stream;

    ExchangesController(
            ExchangeLists lists, ExchangeFeed feed, Timeline timeline, EventStream stream) {
        this.lists = lists;
        this.feed = feed;
        this.timeline = timeline;
        this.stream = stream;
    }

    /** The newest {@value Page#LARGEST} can be paged through. */
    @GetMapping
    Page<ServiceExchange> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        return Page.of(lists.newest(reach(page, size), q), page, size);
    }

    private static int reach(int page, int size) {
        var reach = (page + 1L) * size;
        if (page < 0 || size < 1 || reach > Page.LARGEST) {
            throw ApiProblem.invalid(
                    "/page",
                    "page must be 0 or more, size 1 or more, and only the newest "
                            + Page.LARGEST
                            + " exchanges can be paged through");
        }
        return (int) reach;
    }

    @GetMapping("/events")
    SseEmitter live() {
        feed.wanted();
        return stream.open("exchange", timeline.arrived(), this::news);
    }

    private News news(long seen) {
        feed.wanted();
        var stretch = timeline.since(seen, MOST_PER_LOOK);
        return new News(stretch.exchanges(), stretch.next());
    }
}
