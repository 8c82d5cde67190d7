package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.message.Names;
import io.labnet.dns.resolver.LocalData;
import io.labnet.dns.resolver.LocalData.RuleConflict;
import io.labnet.dns.resolver.LocalRule;
import java.io.IOException;
import java.util.List;
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

/** The names that the recursive server answers for by rules of its own. */
@RestController
@RequestMapping("/api/dns/local-data")
class LocalDataController {
    private static final int WORDS_MAX = 20;

    private final LocalData rules;
    private final Recursion recursion;

    LocalDataController(LocalData rules, Recursion recursion) {
        this.rules = rules;
        this.recursion = recursion;
    }

    /**
     * One rule, as it is wished and as it is shown.
     *
     * @param name one that begins with {@code *.} stands for all that is below the rest
     * @param answer {@code NXDOMAIN}, {@code NODATA}, or addresses; then perhaps {@code filtered}
     */
    record Rule(@Nullable String name, @Nullable List<@Nullable String> answer) {
        static Rule of(LocalRule rule) {
            return new Rule(Names.text(rule.name()), rule.answer());
        }

        LocalRule toRule() {
            if (name == null || name.isBlank()) {
                throw ApiProblem.invalid("/name", "name is missing");
            }
            var owner = RecordRequest.name("/name", name);
            if (answer == null || answer.isEmpty() || answer.size() > WORDS_MAX) {
                throw ApiProblem.invalid(
                        "/answer", "answer must be [\"NXDOMAIN\"], [\"NODATA\"] or addresses");
            }
            var words = answer.stream().map(String::valueOf).toList();
            try {
                return LocalRule.of(owner.toString(), words);
            } catch (IllegalArgumentException malformed) {
                throw ApiProblem.invalid("/answer", String.valueOf(malformed.getMessage()));
            }
        }
    }

    @GetMapping
    Page<Rule> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                rules.all().stream()
                        .filter(rule -> Names.text(rule.name()).contains(q))
                        .map(Rule::of)
                        .toList();
        return Page.of(found, page, size);
    }

    @PostMapping
    ResponseEntity<Rule> put(@RequestBody Rule wish) throws IOException {
        recursion.required();
        var rule = wish.toRule();
        try {
            rules.put(rule);
        } catch (RuleConflict full) {
            throw ApiProblem.houseFull(String.valueOf(full.getMessage()));
        }
        var location =
                UriComponentsBuilder.fromPath("/api/dns/local-data")
                        .pathSegment(Names.text(rule.name()))
                        .build()
                        .encode()
                        .toUri();
        return ResponseEntity.created(location).body(Rule.of(rule));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String name) throws IOException {
        recursion.required();
        try {
            if (!rules.remove(RecordRequest.name("/name", name))) {
                throw ApiProblem.notFound("There is no rule for " + name + ".");
            }
        } catch (RuleConflict fixed) {
            throw ApiProblem.conflict(String.valueOf(fixed.getMessage()));
        }
    }
}
