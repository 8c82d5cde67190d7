package io.labnet.dns.zone;

import io.labnet.dns.disk.DurableFiles;
import io.labnet.dns.message.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Which server of this process serves which zone. Beside the zones of the settings there are those
 * that were made while it ran, which a file remembers.
 */
public final class Hosting {
    /** So many zones can be made. */
    public static final int CREATED_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Hosting.class);

    private final Path file;
    private final Zones zones;
    private final Map<String, Set<Name>> served;

    // As the file has it, except while it is read.
    private Map<Name, String> created = new TreeMap<>();

    /**
     * Takes the zones into service that were made before.
     *
     * @param file where they are remembered
     * @param served by the name of each server, in the order of the settings, the zones that it
     *     serves; these sets change while it runs
     * @throws ZoneFault when that file cannot be read; a bad zone costs itself alone
     */
    public Hosting(Path file, Zones zones, Map<String, Set<Name>> served) throws ZoneFault {
        this.file = file;
        this.zones = zones;
        this.served = served;
        if (Files.notExists(file)) {
            return;
        }
        try {
            for (var line : Files.readAllLines(file)) {
                resume(line.split(" ", 2));
            }
        } catch (IOException | RuntimeException unreadable) {
            throw new ZoneFault(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private void resume(String[] line) throws TextParseException {
        var origin = Name.fromString(line[0], Name.root);
        created.put(origin, line[1]);
        var here = served.get(line[1]);
        if (here == null) {
            LOG.warn("{} was made for {}, which does not run here", origin, line[1]);
            return;
        }
        // Its server is asked about it, and has to fail there alone (RFC 1035 section 4.1.1).
        here.add(origin);
        try {
            zones.load(origin);
        } catch (ZoneFault fault) {
            LOG.error(
                    "{} is not served until it is made anew: {}",
                    Names.text(origin),
                    fault.reason());
        }
    }

    /** The names of the servers that can have zones. */
    public List<String> servers() {
        return List.copyOf(served.keySet());
    }

    /** The zones of a server, as they come and go. */
    public Set<Name> zones(String server) {
        return Collections.unmodifiableSet(served.getOrDefault(server, Set.of()));
    }

    /** The zones that were made for a server, in canonical order. */
    public synchronized List<Name> created(String server) {
        return created.entrySet().stream()
                .filter(entry -> entry.getValue().equals(server))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Takes a new zone into service.
     *
     * @param server one of {@link #servers}
     */
    public synchronized Change create(Zone zone, String server) {
        if (created.size() >= CREATED_MAX) {
            return new Change.Refused(CREATED_MAX + " zones are the most that can be made");
        }
        // Before it is in service: what is said as long as its server does not know of it must not
        // be taken for what is said of it.
        var here = served.getOrDefault(server, Set.of());
        var isNew = here.add(zone.origin());
        var change = zones.create(zone);
        if (change instanceof Change.Done) {
            var next = new TreeMap<>(created);
            next.put(zone.origin(), server);
            try {
                keep(next);
            } catch (UncheckedIOException refused) {
                here.remove(zone.origin());
                zones.delete(zone.origin());
                throw refused;
            }
        } else if (isNew) {
            here.remove(zone.origin());
        }
        return change;
    }

    /** Takes a zone out of service that was made here; those of the settings stay. */
    public synchronized Change delete(Name origin) {
        if (!created.containsKey(origin)) {
            return zones.held(origin) == null
                    ? new Change.NoSuchZone()
                    : new Change.Refused("the zone is one of the settings, and would come back");
        }
        var next = new TreeMap<>(created);
        next.remove(origin);
        keep(next);
        served.values().forEach(names -> names.remove(origin));
        return zones.delete(origin);
    }

    /** Serves a copy wherever another zone is served, for as long as this runs. */
    public void serveBeside(Name other, Name origin) {
        served.values().stream()
                .filter(names -> names.contains(other))
                .forEach(names -> names.add(origin));
    }

    /** Serves a copy no more. */
    public void serveNoMore(Name origin) {
        served.values().forEach(names -> names.remove(origin));
    }

    private void keep(Map<Name, String> next) {
        var lines =
                next.entrySet().stream()
                        .map(entry -> Names.text(entry.getKey()) + " " + entry.getValue() + "\n")
                        .collect(Collectors.joining());
        try {
            DurableFiles.replace(file, to -> to.write(lines.getBytes(StandardCharsets.UTF_8)));
            created = next;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
