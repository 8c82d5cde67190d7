package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.message.Names;
import io.labnet.dns.validator.NegativeTrustAnchors;
import io.labnet.dns.validator.NegativeTrustAnchors.Domain;
import io.labnet.dns.validator.NegativeTrustAnchors.Full;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
import org.springframework.web.util.UriComponentsBuilder;

/** The domains that need not be signed for a while, because a mistake was made with them. */
@RestController
@RequestMapping("/api/dns/negative-trust-anchors")
class NegativeTrustAnchorsController {
    private static final String ROOT = "root";

    private final NegativeTrustAnchors anchors;
    private final Recursion recursion;

    NegativeTrustAnchorsController(NegativeTrustAnchors anchors, Recursion recursion) {
        this.anchors = anchors;
        this.recursion = recursion;
    }

    /**
     * What is wished.
     *
     * @param seconds how long it is to last; a day when it is missing, a week at most
     */
    record Wish(@Nullable String name, @Nullable Long seconds) {
        private static final long USUAL_SECONDS = Duration.ofDays(1).toSeconds();

        Duration lasting() {
            var wanted = seconds == null ? USUAL_SECONDS : seconds;
            var most = NegativeTrustAnchors.LONGEST.toSeconds();
            if (wanted < 1 || wanted > most) {
                throw ApiProblem.invalid("/seconds", "seconds must be 1 to " + most);
            }
            return Duration.ofSeconds(wanted);
        }
    }

    /** One domain, with all that is below it. */
    record View(String name, Instant expires) {
        static View of(Domain domain) {
            return new View(Names.text(domain.name()), domain.expires());
        }
    }

    @GetMapping
    Page<View> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found = anchors.all().stream().map(View::of).filter(v -> v.name().contains(q)).toList();
        return Page.of(found, page, size);
    }

    @PostMapping
    ResponseEntity<View> put(@RequestBody Wish wish) throws IOException {
        recursion.required();
        if (wish.name() == null || wish.name().isBlank()) {
            throw ApiProblem.invalid("/name", "name is missing");
        }
        var name = RecordRequest.name("/name", wish.name());
        try {
            var view = View.of(anchors.put(name, wish.lasting()));
            var location =
                    UriComponentsBuilder.fromPath("/api/dns/negative-trust-anchors")
                            .pathSegment(view.name().equals(".") ? ROOT : view.name())
                            .build()
                            .encode()
                            .toUri();
            return ResponseEntity.created(location).body(view);
        } catch (Full full) {
            throw ApiProblem.houseFull(String.valueOf(full.getMessage()));
        }
    }

    // A path cannot end in "." (RFC 3986 section 5.2.4).
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name) throws IOException {
        recursion.required();
        var owner = RecordRequest.name("/name", name.equals(ROOT) ? "." : name);
        if (!anchors.remove(owner)) {
            throw ApiProblem.notFound("There is no negative trust anchor for " + name + ".");
        }
    }
}
