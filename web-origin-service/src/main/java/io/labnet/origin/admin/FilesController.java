package io.labnet.origin.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.origin.content.Finding;
import io.labnet.origin.content.ResourcePath;
import io.labnet.origin.content.SiteFolders;
import io.labnet.origin.message.Refusal;
import io.labnet.origin.site.Site;
import io.labnet.origin.site.Sites;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A site's files in its folder: put in place whole, and taken away. */
@RestController
@RequestMapping("/api/web-origin/sites/{name}/files/{*path}")
public class FilesController {
    private final Sites sites;
    private final SiteFolders folders;

    public FilesController(Sites sites, SiteFolders folders) {
        this.sites = sites;
        this.folders = folders;
    }

    @PutMapping
    ResponseEntity<Void> put(@PathVariable String name, @PathVariable String path, InputStream body)
            throws IOException {
        var site = site(name);
        var file = file(path);
        try {
            file.checkLength();
        } catch (Refusal refusal) {
            throw ApiProblem.invalid("/path", refusal.why());
        }
        return switch (folders.keep(site.name(), file, body)) {
            case CREATED ->
                    ResponseEntity.created(URI.create("/api/web-origin/sites/" + site.name()))
                            .build();
            case REPLACED -> ResponseEntity.noContent().build();
            case TOO_LARGE -> throw tooLarge();
            case CHANGED_MEANWHILE ->
                    throw new IllegalStateException("Nothing was asked of what stood there");
            case IN_THE_WAY ->
                    throw ApiProblem.conflict(
                            file.text() + " is a folder, or lies below what is a file.");
        };
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String name, @PathVariable String path) throws IOException {
        var site = site(name);
        var file = file(path);
        if (folders.delete(site.name(), file)) {
            return;
        }
        throw site.shelf().find(file) instanceof Finding.File
                ? ApiProblem.conflict(file.text() + " came with the program; put another over it.")
                : ApiProblem.notFound(site.name() + " has no file " + file.text() + ".");
    }

    private Site site(String name) {
        var site = sites.of(name);
        if (site == null) {
            throw ApiProblem.notFound("There is no site " + name + "; make it first.");
        }
        return site;
    }

    // Spring has decoded the path, so a percent sign in it is one.
    private static ResourcePath file(String path) {
        try {
            var file = ResourcePath.parse(path.replace("%", "%25"));
            if (file.segments().isEmpty() || file.folder() || file.isHidden()) {
                throw ApiProblem.invalid(
                        "/path", "The path must name a file, and no name on it begins with a dot.");
            }
            return file;
        } catch (Refusal refusal) {
            throw ApiProblem.invalid("/path", refusal.why());
        }
    }

    private ApiProblem tooLarge() {
        return ApiProblem.tooLarge("A file has " + folders.fileBytesMax() + " bytes at most.");
    }
}
