package io.labnet.webcache.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.labnet.webcache.message.Target;
import io.labnet.webcache.policy.Experience;
import java.time.Duration;

/** How the answers of each path and of each folder turned out lately. Safe for many threads. */
final class Neighbours {
    private static final int KNOWN_MAX = 20_000;
    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);

    private final Cache<String, Experience> known =
            Caffeine.newBuilder()
                    .maximumSize(KNOWN_MAX)
                    .expireAfterAccess(KNOWN_FOR)
                    .executor(Runnable::run)
                    .build();

    /** Of this path, whatever the query was. */
    Experience path(Target target) {
        return of(pathOf(target));
    }

    /** Of all paths up to the last slash of this one. */
    Experience folder(Target target) {
        return of(folderOf(target));
    }

    private Experience of(String place) {
        var experience = known.getIfPresent(place);
        return experience == null ? Experience.NONE : experience;
    }

    void learn(Target target, boolean shared) {
        var folder = learn(folderOf(target), shared);
        var path = pathOf(target);
        // Where all are alike, a path needs no place of its own to be known.
        if (!folder.isUnanimous() || known.getIfPresent(path) != null) {
            learn(path, shared);
        }
    }

    // Two at once may forget what one of them saw, which is no harm; a write costs more than that.
    private Experience learn(String place, boolean shared) {
        var before = of(place);
        var after = before.with(shared);
        if (!after.equals(before)) {
            known.put(place, after);
        }
        return after;
    }

    void forget() {
        known.invalidateAll();
    }

    private static String pathOf(Target target) {
        var uri = target.uri();
        var query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    // A folder may be a path as well; no path has a space, so the two are kept apart.
    private static String folderOf(Target target) {
        var path = pathOf(target);
        return path.substring(0, path.lastIndexOf('/') + 1) + " *";
    }
}
