package io.labnet.webcache.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.EventStream;
import io.labnet.admin.EventStream.News;
import io.labnet.admin.Page;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.policy.Explanation;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.policy.Reason;
import io.labnet.webcache.store.Changes;
import io.labnet.webcache.store.Listed;
import io.labnet.webcache.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What is in the cache: to be looked at, and thrown out. */
@RestController
@RequestMapping("/api/web-cache/objects")
public class ObjectsController {
    private final ObjectStore store;
    private final EventStream stream;
    private final Purging purging;
    private final Clock clock;

    public ObjectsController(ObjectStore store, EventStream stream, Clock clock) {
        this.store = store;
        this.stream = stream;
        this.purging = new Purging(store);
        this.clock = clock;
    }

    /**
     * One stored response.
     *
     * @param varies what the first request said in each field that Vary names
     * @param age in seconds
     * @param ttl seconds for which it stays fresh; negative when it is stale
     * @param size of the content, in bytes; -1 while it arrives and nobody knows
     * @param hits how often it was served without asking the origin; counted from the last start
     * @param tiers {@code memory}, {@code disk}, or both
     * @param tags its surrogate keys
     * @param why it is fresh or stale, and the rules that say so
     */
    public record StoredView(
            String url,
            int status,
            Map<String, String> varies,
            long age,
            long ttl,
            long size,
            long hits,
            List<String> tiers,
            List<String> tags,
            List<Reason> why) {}

    /**
     * What happened to stored responses.
     *
     * @param change stored, freshened, purged, or made-stale
     * @param by what {@code about} is: url, prefix, pattern, tag, or everything
     * @param responses how many it concerned
     */
    public record ChangeView(
            long number, Instant at, String change, String by, String about, int responses) {
        static ChangeView of(Changes.Change change) {
            var word = change.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new ChangeView(
                    change.number(),
                    change.at(),
                    word,
                    change.by(),
                    change.about(),
                    change.responses());
        }
    }

    /** The stored responses whose URL contains {@code q}, is {@code url}, or that bear a tag. */
    @GetMapping
    Page<StoredView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable String url,
            @RequestParam(required = false) @Nullable String tag) {
        var exact = url == null ? null : uri(url);
        var found =
                store.list().stream()
                        .filter(one -> one.uri().contains(q))
                        .filter(one -> exact == null || one.uri().equals(exact))
                        .filter(one -> tag == null || one.tags().has(tag))
                        .toList();
        var cut = Page.of(found, page, size);
        var items = cut.items().stream().map(this::view).toList();
        return new Page<>(items, cut.page(), cut.size(), cut.total());
    }

    /** What happens to stored responses from now on. */
    @GetMapping("/events")
    SseEmitter live() {
        return stream.open("object", store.changes().newest(), this::news);
    }

    private News news(long last) {
        var found = store.changes().since(last);
        return new News(
                found.stream().map(ChangeView::of).toList(),
                found.isEmpty() ? last : found.getLast().number());
    }

    /**
     * Purges what the one parameter says, or everything when there is none.
     *
     * @param soft whether it is made stale only
     */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void purge(
            @RequestParam(required = false) @Nullable String url,
            @RequestParam(required = false) @Nullable String prefix,
            @RequestParam(required = false) @Nullable String pattern,
            @RequestParam(required = false) @Nullable String tag,
            @RequestParam(defaultValue = "false") boolean soft) {
        var all = url == null && prefix == null && pattern == null && tag == null;
        purging.purge(new Purging.Wish(url, prefix, pattern, tag, all, soft));
    }

    static String uri(String url) {
        return Target.absolute(url)
                .orElseThrow(() -> ApiProblem.invalid("/url", url + " is not an http URL"))
                .uri();
    }

    private StoredView view(Listed listed) {
        var object = listed.object();
        var now = clock.instant();
        var freshness = Freshness.of(object.head(), now);
        var tiers =
                Stream.of(listed.inMemory() ? "memory" : "", listed.onDisk() ? "disk" : "")
                        .filter(name -> !name.isEmpty())
                        .toList();
        return new StoredView(
                object.uri(),
                object.head().response().status(),
                object.key().selecting(),
                freshness.age().toSeconds(),
                freshness.ttl().toSeconds(),
                object.content().lengthBytes(),
                object.hits().get(),
                tiers,
                listed.tags().names().stream().sorted().toList(),
                Explanation.of(object.head(), now).reasons());
    }
}
