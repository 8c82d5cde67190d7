package io.labnet.origin.site;

import io.labnet.origin.content.Finding;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.content.Shelf;
import io.labnet.origin.representation.Coding;
import io.labnet.origin.representation.Representation;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One virtual host.
 *
 * @param name its host name, in lower case
 * @param aliases further names and addresses under which clients reach it
 * @param indexes what a folder shows, the first that is there
 * @param freshness the longest prefix that fits decides
 * @param realms the longest prefix that fits decides
 */
public record Site(
        String name,
        Set<String> aliases,
        List<String> indexes,
        List<Freshness> freshness,
        List<Realm> realms,
        Shelf shelf,
        Policy policy) {

    /** A site that only shows its files. */
    public Site(
            String name,
            Set<String> aliases,
            List<String> indexes,
            List<Freshness> freshness,
            List<Realm> realms,
            Shelf shelf) {
        this(name, aliases, indexes, freshness, realms, shelf, Policy.PLAIN);
    }

    /**
     * Looks a path up.
     *
     * @param rawPath as the client encoded it, for where it is sent elsewhere
     */
    public Lookup look(ResourcePath path, String rawPath, Credentials client) {
        // Before anything is looked up: whether a page exists is a secret of its realm too.
        var guard = guard(path, client);
        if (guard != null) {
            return guard;
        }
        return switch (shelf.find(path)) {
            case Finding.File(var found) ->
                    path.folder()
                            ? new Lookup.Missing()
                            : new Lookup.Found(path, found, cacheControl(path));
            case Finding.Folder() ->
                    path.folder() ? index(path, client) : new Lookup.Elsewhere(rawPath + "/");
            case Finding.Forbidden() -> new Lookup.Forbidden("This is not for the web.");
            case Finding.Nothing() -> new Lookup.Missing();
        };
    }

    private Lookup index(ResourcePath folder, Credentials client) {
        for (var name : indexes) {
            var page = folder.child(name);
            if (shelf.find(page) instanceof Finding.File(var found)) {
                // A page that is guarded under its own name must not show under its folder's.
                var guard = Objects.equals(realm(page), realm(folder)) ? null : guard(page, client);
                return guard != null ? guard : new Lookup.Found(page, found, cacheControl(folder));
            }
        }
        return policy.lists()
                ? new Lookup.Listing(folder)
                : new Lookup.Forbidden("This folder does not show what is in it.");
    }

    /** What is in a folder, without what another realm guards; takes time. */
    public List<Shelf.Entry> list(ResourcePath folder, int most) {
        return shelf.list(folder, most).stream()
                .filter(entry -> Objects.equals(realm(folder.child(entry.name())), realm(folder)))
                .toList();
    }

    /**
     * A page as somebody coded it beforehand, in a file beside it that is no older than it is.
     *
     * @return null when there is none, or when other people may see it
     */
    public @Nullable Representation coded(Lookup.Found found, Coding coding) {
        var beside = found.file().beside(coding.suffix());
        var page = found.representation();
        return shelf.find(beside) instanceof Finding.File(var file)
                        && !file.modified().isBefore(page.modified())
                        && Objects.equals(realm(beside), realm(found.file()))
                ? new Representation(
                        page.mediaType(), file.content(), file.tag(), file.modified(), coding)
                : null;
    }

    /** What caches are told about a path; null leaves it to their judgement. */
    public @Nullable String cacheControl(ResourcePath path) {
        Freshness longest = null;
        for (var each : freshness) {
            if (path.text().startsWith(each.prefix())
                    && (longest == null || each.prefix().length() > longest.prefix().length())) {
                longest = each;
            }
        }
        return longest == null ? null : longest.directive();
    }

    /**
     * What a client must be asked for that has not shown who it is.
     *
     * @return empty for a client that may see what stands at the path
     */
    public List<String> challenges(ResourcePath path, Credentials client) {
        var realm = realm(path);
        return realm == null ? List.of() : realm.challenges(client);
    }

    /**
     * What Authentication-Info says to a client that showed who it is; null where there is nothing
     * to say.
     *
     * @param content of the answer
     * @throws IOException when the content cannot be read
     */
    public @Nullable String info(Credentials client, Summed content) throws IOException {
        for (var realm : realms) {
            var digest = realm.digest();
            var info = digest == null ? null : digest.info(realm, client, content);
            if (info != null) {
                return info;
            }
        }
        return null;
    }

    private @Nullable Lookup guard(ResourcePath path, Credentials client) {
        var challenges = challenges(path, client);
        return challenges.isEmpty() ? null : new Lookup.Guarded(challenges);
    }

    private @Nullable Realm realm(ResourcePath path) {
        Realm longest = null;
        for (var each : realms) {
            if (covers(each.prefix(), path)
                    && (longest == null || each.prefix().length() > longest.prefix().length())) {
                longest = each;
            }
        }
        return longest;
    }

    // A guarded folder is guarded without its slash, too.
    private static boolean covers(String prefix, ResourcePath path) {
        var text = path.text();
        return text.startsWith(prefix) || (text + "/").equals(prefix);
    }
}
