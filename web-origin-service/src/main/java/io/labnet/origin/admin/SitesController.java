package io.labnet.origin.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.origin.content.Finding;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.message.Authority;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.Sites;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The virtual hosts, and what each has on its shelf. */
@RestController
@RequestMapping("/api/web-origin/sites")
public class SitesController {
    /** A site's files are listed up to here. */
    private static final int FILES_MAX = 1000;

    /**
     * A virtual host in a list.
     *
     * @param builtIn whether it stands in the settings; only others can be removed
     */
    record SiteLine(String name, Set<String> aliases, boolean builtIn) {}

    /** A virtual host with its files, at most {@value #FILES_MAX}. */
    record SiteView(String name, Set<String> aliases, boolean builtIn, List<FileView> files) {}

    /** A file as clients see it. */
    record FileView(
            String path,
            String mediaType,
            long lengthBytes,
            String etag,
            Instant lastModified,
            @Nullable String cacheControl) {}

    /** A site to be made. */
    record NewSite(@Nullable String name) {}

    private final Sites sites;
    private final SiteFolders folders;

    public SitesController(Sites sites, SiteFolders folders) {
        this.sites = sites;
        this.folders = folders;
    }

    @GetMapping
    Page<SiteLine> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q)
            throws IOException {
        var made = folders.names().stream().map(sites::of).filter(this::isMade);
        var found =
                Stream.concat(sites.known().stream(), made)
                        .filter(site -> site.name().contains(q))
                        .map(site -> new SiteLine(site.name(), site.aliases(), !isMade(site)))
                        .toList();
        return Page.of(found, page, size);
    }

    @GetMapping("/{name}")
    SiteView one(@PathVariable String name) {
        var site = site(name);
        return new SiteView(site.name(), site.aliases(), !isMade(site), files(site));
    }

    @PostMapping
    ResponseEntity<SiteView> create(@RequestBody NewSite wanted) throws IOException {
        var name = wanted.name();
        if (name == null || !Authority.isHostName(name)) {
            throw ApiProblem.invalid(
                    "/name", "name must be a host name in lower case, such as www.example.edu");
        }
        if (sites.of(name) != null || !folders.create(name)) {
            throw ApiProblem.conflict("There is a site " + name + " already.");
        }
        return ResponseEntity.created(URI.create("/api/web-origin/sites/" + name)).body(one(name));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String name) throws IOException {
        if (!isMade(site(name))) {
            throw ApiProblem.conflict(name + " stands in the settings; remove it there.");
        }
        folders.delete(name);
    }

    private Site site(String name) {
        var site = sites.of(name);
        if (site == null) {
            throw ApiProblem.notFound("There is no site " + name + ".");
        }
        return site;
    }

    private boolean isMade(@Nullable Site site) {
        return site != null && !sites.known().contains(site);
    }

    private static List<FileView> files(Site site) {
        var files = new ArrayList<FileView>();
        for (var name : site.shelf().names(FILES_MAX)) {
            var path = new ResourcePath(List.of(name.split("/")), false);
            if (site.shelf().find(path) instanceof Finding.File(var found)) {
                files.add(
                        new FileView(
                                path.text(),
                                found.mediaType(),
                                found.content().lengthBytes(),
                                found.tag().toString(),
                                found.modified(),
                                site.cacheControl(path)));
            }
        }
        return files;
    }
}
