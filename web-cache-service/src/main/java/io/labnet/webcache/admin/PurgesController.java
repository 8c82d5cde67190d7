package io.labnet.webcache.admin;

import io.labnet.webcache.store.ObjectStore;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Purges, and how much they have thrown out. */
@RestController
@RequestMapping("/api/web-cache/purges")
public class PurgesController {
    private final Purging purging;

    public PurgesController(ObjectStore store) {
        this.purging = new Purging(store);
    }

    /** How many responses are gone, or stale. */
    record Purged(int purged) {}

    @PostMapping
    Purged purge(@RequestBody Purging.Wish wish) {
        return new Purged(purging.purge(wish));
    }
}
