package io.labnet.dns.admin;

import io.labnet.admin.ApiProblem;
import io.labnet.admin.Page;
import io.labnet.dns.zone.Change;
import io.labnet.dns.zone.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The records of the zones that are served here. */
@RestController
@RequestMapping("/api/dns/zones/{zone}")
class RecordsController {
    private static final int CHANGES_MAX = 10_000;

    private final ServedZones zones;

    RecordsController(ServedZones zones) {
        this.zones = zones;
    }

    /**
     * All records of one name and type, as somebody wants them.
     *
     * @param ttl in seconds; an hour when it is missing
     * @param data of each record, as in a master file
     */
    record SetRequest(@Nullable Long ttl, @Nullable List<String> data) {}

    /**
     * Several changes, of which all are made or none.
     *
     * @param remove records; without {@code data} all of that name and type
     * @param add records, after the others are gone
     */
    record ChangesRequest(
            @Nullable List<RecordRequest> remove, @Nullable List<RecordRequest> add) {}

    /** What came of them. */
    record ChangesView(long serial) {}

    @GetMapping("/records")
    Page<RecordView> list(
            @PathVariable String zone,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "100") int size,
            @RequestParam(defaultValue = "") String q) {
        var none = Page.<RecordView>of(List.of(), page, size);
        var first = (long) page * size;
        var total = 0;
        // One page is kept, not the millions of records that a zone can have.
        var items = new ArrayList<RecordView>();
        for (var record : zones.find(zone)) {
            var view = RecordView.of(record);
            if (view.mentions(q)) {
                if (total >= first && items.size() < size) {
                    items.add(view);
                }
                total++;
            }
        }
        return new Page<>(items, none.page(), none.size(), total);
    }

    @PostMapping("/records")
    ResponseEntity<RecordView> add(@PathVariable String zone, @RequestBody RecordRequest wish) {
        var record = wish.toRecord(zones.find(zone).origin());
        var view = RecordView.of(record);
        ServedZones.done(zones.all().add(ServedZones.origin(zone), record), zone);
        var location =
                UriComponentsBuilder.fromPath("/api/dns/zones")
                        .pathSegment(zone, "records", view.name(), view.type())
                        .build()
                        .encode()
                        .toUri();
        return ResponseEntity.created(location).body(view);
    }

    @GetMapping("/records/{name}/{type}")
    ResponseEntity<Page<RecordView>> set(
            @PathVariable String zone, @PathVariable String name, @PathVariable String type) {
        var owner = RecordRequest.name("/name", name);
        var found = zones.find(zone).records(owner, RecordRequest.type(type));
        if (found.isEmpty()) {
            throw ServedZones.noSuchRecords(owner, type);
        }
        return told(found);
    }

    private static ResponseEntity<Page<RecordView>> told(List<Record> set) {
        var views = set.stream().map(RecordView::of).toList();
        return ResponseEntity.ok().eTag(EntityTag.of(set)).body(Page.of(views, 0, Page.LARGEST));
    }

    /** Makes the set what it is to be, whether there was one or not. */
    @PutMapping("/records/{name}/{type}")
    ResponseEntity<Page<RecordView>> put(
            @PathVariable String zone,
            @PathVariable String name,
            @PathVariable String type,
            @RequestHeader(name = "If-Match", required = false) @Nullable String wanted,
            @RequestBody SetRequest wish) {
        var origin = zones.find(zone).origin();
        var records = records(origin, name, type, wish);
        var owner = records.getFirst().getName();
        var number = records.getFirst().getType();
        var change =
                zones.all()
                        .change(
                                origin,
                                newest -> {
                                    var found = newest.records(owner, number);
                                    EntityTag.require(
                                            wanted, found.isEmpty() ? null : EntityTag.of(found));
                                    var draft = new Draft(newest);
                                    draft.remove(owner, number);
                                    records.forEach(draft::add);
                                    return draft.difference();
                                });
        return told(ServedZones.done(change, zone).records(owner, number));
    }

    private static List<Record> records(Name origin, String name, String type, SetRequest wish) {
        var data = wish.data() == null ? List.<String>of() : wish.data();
        if (data.isEmpty()) {
            throw ApiProblem.invalid("/data", "a set has at least one record; DELETE removes it");
        }
        var records = new ArrayList<Record>();
        for (int i = 0; i < data.size(); i++) {
            var one = new RecordRequest(name, type, wish.ttl(), data.get(i));
            records.add(one.toRecord(origin));
        }
        if (records.getFirst().getType() == Type.SOA && records.size() > 1) {
            throw ApiProblem.invalid("/data", "a zone has one SOA record");
        }
        return records;
    }

    @DeleteMapping("/records/{name}/{type}")
    ResponseEntity<Void> remove(
            @PathVariable String zone, @PathVariable String name, @PathVariable String type) {
        var owner = RecordRequest.name("/name", name);
        var change = zones.all().remove(ServedZones.origin(zone), owner, RecordRequest.type(type));
        if (change instanceof Change.NoSuchRecords) {
            throw ServedZones.noSuchRecords(owner, type);
        }
        ServedZones.done(change, zone);
        return ResponseEntity.noContent().build();
    }

    /** Makes several changes at once, and one version of them. */
    @PostMapping("/changes")
    ChangesView change(@PathVariable String zone, @RequestBody ChangesRequest wish) {
        var origin = zones.find(zone).origin();
        var remove = wish.remove() == null ? List.<RecordRequest>of() : wish.remove();
        var add = wish.add() == null ? List.<RecordRequest>of() : wish.add();
        if (remove.size() + add.size() > CHANGES_MAX) {
            throw ApiProblem.invalid("", CHANGES_MAX + " changes are the most at a time");
        }
        var edits = new ArrayList<Consumer<Draft>>();
        for (int i = 0; i < remove.size(); i++) {
            edits.add(removal(remove.get(i), origin, "/remove/" + i));
        }
        for (int i = 0; i < add.size(); i++) {
            var record = add.get(i).toRecord(origin, "/add/" + i);
            edits.add(draft -> draft.add(record));
        }
        var change =
                zones.all()
                        .change(
                                origin,
                                newest -> {
                                    var draft = new Draft(newest);
                                    edits.forEach(edit -> edit.accept(draft));
                                    return draft.difference();
                                });
        return new ChangesView(ServedZones.done(change, zone).soa().getSerial());
    }

    private static Consumer<Draft> removal(RecordRequest wish, Name origin, String place) {
        if (wish.data() != null) {
            var record = wish.toRecord(origin, place);
            return draft -> draft.remove(record);
        }
        var owner = wish.owner(origin, place);
        var type = RecordRequest.type(place + "/type", wish.type());
        return draft -> draft.remove(owner, type);
    }
}
