package io.labnet.webcache.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.webcache.store.ObjectStore;
import io.labnet.webcache.store.Purge;
import java.util.ArrayList;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What an admin wants purged, done: when it returns, it has reached the disk, too. */
final class Purging {
    private static final int DISK_SECONDS_MAX = 10;

    private final ObjectStore store;

    Purging(ObjectStore store) {
        this.store = store;
    }

    /**
     * What is to go: one of the first five.
     *
     * @param everything whether all is
     * @param soft whether it is made stale only
     */
    record Wish(
            @Nullable String url,
            @Nullable String prefix,
            @Nullable String pattern,
            @Nullable String tag,
            @Nullable Boolean everything,
            @Nullable Boolean soft) {
        private Purge what() {
            var named = new ArrayList<Purge>();
            if (url != null) {
                named.add(new Purge.Url(ObjectsController.uri(url)));
            }
            if (prefix != null) {
                named.add(new Purge.Prefix(filled("/prefix", prefix)));
            }
            if (pattern != null) {
                named.add(new Purge.Matching(filled("/pattern", pattern)));
            }
            if (tag != null) {
                named.add(new Purge.Tagged(filled("/tag", tag)));
            }
            if (Boolean.TRUE.equals(everything)) {
                named.add(new Purge.Everything());
            }
            if (named.size() != 1) {
                throw ApiProblem.invalid(
                        "", "name one of url, prefix, pattern, tag and everything, and no other");
            }
            return named.getFirst();
        }

        // An empty one would mean everything, and was hardly meant so.
        private static String filled(String pointer, String text) {
            if (text.isBlank()) {
                throw ApiProblem.invalid(pointer, "it is empty");
            }
            return text;
        }
    }

    /**
     * Purges it.
     *
     * @return how many responses that were
     * @throws ApiProblem (422) when the wish is none, (503) when the disk does not answer
     */
    int purge(Wish wish) {
        var depth = Boolean.TRUE.equals(wish.soft()) ? Purge.Depth.SOFT : Purge.Depth.HARD;
        var count = store.purge(wish.what(), depth);
        try {
            store.settled().orTimeout(DISK_SECONDS_MAX, TimeUnit.SECONDS).join();
        } catch (CompletionException tooSlow) {
            throw ApiProblem.unavailable(
                    "purged, but the disk does not answer: a restart now might bring it back");
        }
        return count;
    }
}
