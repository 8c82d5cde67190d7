package io.labnet.webcache.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.policy.Freshness;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.store.Purge;
import io.labnet.webcache.store.StoredObject;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is in the cache: to be looked at, and thrown out. */
@RestController
@RequestMapping("/api/web-cache/objects")
public class ObjectsController {
    private final ObjectStore store;
    private final Clock clock;

    public ObjectsController(ObjectStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * One stored response.
     *
     * @param varies what the first request said in each field that Vary names
     * @param age in seconds
     * @param ttl seconds for which it stays fresh; negative when it is stale
     * @param size of the content, in bytes
     * @param hits how often it was served without asking the origin
     */
    public record StoredView(
            String url,
            int status,
            Map<String, String> varies,
            long age,
            long ttl,
            long size,
            long hits) {}

    @GetMapping
    Page<StoredView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = store.all().stream().filter(object -> object.uri().contains(q)).toList();
        var cut = Page.of(found, page, size);
        var items = cut.items().stream().map(this::view).toList();
        return new Page<>(items, cut.page(), cut.size(), cut.total());
    }

    /** Purges one URL, or everything when none is named. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void purge(@RequestParam(required = false) @Nullable String url) {
        if (url == null) {
            store.purge(new Purge.Everything(), Purge.Depth.HARD);
            return;
        }
        var target =
                Target.absolute(url)
                        .orElseThrow(() -> ApiProblem.invalid("/url", url + " is not an http URL"));
        store.purge(target.uri());
    }

    private StoredView view(StoredObject object) {
        var freshness = Freshness.of(object.head(), clock.instant());
        return new StoredView(
                object.uri(),
                object.head().response().status(),
                object.key().selecting(),
                freshness.age().toSeconds(),
                freshness.ttl().toSeconds(),
                object.content().lengthBytes(),
                object.hits().get());
    }
}
