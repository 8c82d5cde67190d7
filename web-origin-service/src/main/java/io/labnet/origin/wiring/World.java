package io.labnet.origin.wiring;

import io.labnet.origin.answer.Program;
import io.labnet.origin.answer.Programs;
import io.labnet.origin.answer.Programs.Mount;
import io.labnet.origin.content.BuiltIn;
import io.labnet.origin.content.Folder;
import io.labnet.origin.content.KnownFiles;
import io.labnet.origin.content.Overlay;
import io.labnet.origin.content.Shelf;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.message.Authority;
import io.labnet.origin.site.Policy;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.Sites;
import io.labnet.origin.wiring.OriginSettings.ProgramSettings;
import io.labnet.origin.wiring.OriginSettings.SiteSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Makes the sites of the settings, with the files that came along with the program. */
record World(
        OriginSettings settings,
        Map<String, InetAddress> hosts,
        SiteFolders folders,
        KnownFiles memory,
        Clock clock) {
    private static final String BUILT_IN = "/web-origin-service/sites/";

    Sites sites() throws IOException {
        var known = new ArrayList<Site>();
        var addresses = new HashSet<InetAddress>();
        for (var site : settings.sites()) {
            var address = hosts.get(site.name());
            var aliases = new HashSet<>(site.aliases());
            // Sites that share an address leave it to the first of them.
            if (address != null && addresses.add(address)) {
                aliases.add(address.getHostAddress());
            }
            known.add(site(site, aliases));
        }
        return new Sites(known, this::found);
    }

    /**
     * The programs of the sites.
     *
     * @param named all that there are, by name
     */
    Programs programs(Map<String, Program> named) {
        return new Programs(
                settings.sites().stream()
                        .collect(
                                Collectors.toMap(
                                        SiteSettings::name,
                                        site ->
                                                site.programs().stream()
                                                        .map(each -> mount(each, named))
                                                        .toList())));
    }

    private static Mount mount(ProgramSettings settings, Map<String, Program> named) {
        var program = named.get(settings.name());
        if (program == null) {
            throw new IllegalArgumentException(
                    "labnet.web-origin.sites: there is no program %s, but %s"
                            .formatted(settings.name(), new TreeSet<>(named.keySet())));
        }
        return new Mount(settings.prefix(), program);
    }

    // A site that an admin made has no settings of its own yet.
    private @Nullable Site found(String host) {
        return folders.has(host)
                ? new Site(
                        host,
                        Set.of(),
                        settings.indexes(),
                        List.of(),
                        List.of(),
                        folder(host),
                        Policy.coding())
                : null;
    }

    private Site site(SiteSettings site, Set<String> aliases) throws IOException {
        if (!Authority.isHostName(site.name())) {
            throw new IllegalArgumentException(
                    "labnet.web-origin.sites: not a host name in lower case: " + site.name());
        }
        return new Site(
                site.name(),
                aliases,
                settings.indexes(),
                site.freshness(),
                site.realms().stream().map(realm -> realm.realm(clock)).toList(),
                new Overlay(folder(site.name()), back(site)),
                site.policy());
    }

    private Folder folder(String site) {
        return new Folder(folders.folder(site), memory, clock);
    }

    private Shelf back(SiteSettings site) throws IOException {
        return site.folder() == null
                ? builtIn(site.name())
                : new Folder(Path.of(site.folder()).toAbsolutePath(), memory, clock);
    }

    private BuiltIn builtIn(String site) throws IOException {
        var files = new HashMap<String, byte[]>();
        var newest = Instant.EPOCH;
        for (var resource : resources(site)) {
            var url = resource.getURL().toString();
            var name = url.substring(url.indexOf(BUILT_IN) + BUILT_IN.length() + site.length() + 1);
            if (resource.isReadable() && !name.endsWith("/")) {
                files.put(name, resource.getContentAsByteArray());
                var modified = Instant.ofEpochMilli(resource.lastModified());
                newest = modified.isAfter(newest) ? modified : newest;
            }
        }
        // RFC 9110 section 8.8.2.1: Last-Modified must not be later than the answer's Date.
        var now = clock.instant();
        return new BuiltIn(files, newest.isAfter(now) ? now : newest);
    }

    private static Resource[] resources(String site) throws IOException {
        return new PathMatchingResourcePatternResolver(World.class.getClassLoader())
                .getResources("classpath*:" + BUILT_IN.substring(1) + site + "/**");
    }
}
