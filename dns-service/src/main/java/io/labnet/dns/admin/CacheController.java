package io.labnet.dns.admin;

import io.labnet.admin.Page;
import io.labnet.dns.cache.CacheEntry;
import io.labnet.dns.cache.Flush;
import io.labnet.dns.cache.RecordCache;
import io.labnet.dns.message.Names;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What the recursive server remembers. */
@RestController
@RequestMapping("/api/dns/cache")
class CacheController {
    private static final String WHOLE_NAME = "*";

    private final RecordCache cache;
    private final Recursion recursion;

    CacheController(RecordCache cache, Recursion recursion) {
        this.cache = cache;
        this.recursion = recursion;
    }

    /**
     * One thing remembered.
     *
     * @param type {@code *} where the name does not exist for any type
     * @param ttl seconds for which it is still remembered
     * @param source what it is worth: {@code answer}, {@code authority}, {@code relayed}, {@code
     *     additional}, {@code referral} or {@code glue}
     * @param security how far it is proved: {@code secure}, {@code insecure}, {@code bogus} or
     *     {@code indeterminate}
     * @param data empty where there is none
     */
    record EntryView(
            String name, String type, long ttl, String source, String security, List<String> data) {
        static EntryView of(CacheEntry entry) {
            return new EntryView(
                    Names.text(entry.name()),
                    entry.type() == 0 ? WHOLE_NAME : Type.string(entry.type()),
                    entry.ttlSeconds(),
                    entry.credibility().name().toLowerCase(Locale.ROOT),
                    entry.security().name().toLowerCase(Locale.ROOT),
                    entry.records().stream().map(Record::rdataToString).toList());
        }
    }

    @GetMapping
    Page<EntryView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var found =
                cache.entries().stream()
                        .map(EntryView::of)
                        .filter(entry -> entry.name().contains(q))
                        .toList();
        return Page.of(found, page, size);
    }

    /**
     * Forgets a name, or everything where none is given.
     *
     * @param type only this type of the name
     * @param subtree also all that is below the name
     */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void flush(
            @RequestParam @Nullable String name,
            @RequestParam @Nullable String type,
            @RequestParam(defaultValue = "false") boolean subtree) {
        recursion.required();
        var meant = type == null ? null : RecordRequest.type(type);
        if (name != null) {
            cache.flush(new Flush(RecordRequest.name("/name", name), meant, subtree));
        } else if (meant != null) {
            cache.flush(new Flush(Name.root, meant, true));
        } else {
            cache.flush(_ -> true);
        }
    }
}
