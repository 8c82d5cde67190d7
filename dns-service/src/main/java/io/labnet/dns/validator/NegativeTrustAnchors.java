package io.labnet.dns.validator;

import io.labnet.dns.disk.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * Domains that count as unsigned for a while, because whoever signs them has made a mistake (RFC
 * 7646). Kept in a file, one a line; readers never wait.
 */
public final class NegativeTrustAnchors {
    public static final int ANCHORS_MAX = 1000;

    /** RFC 7646 section 2: a week at most, so that none is forgotten. */
    public static final Duration LONGEST = Duration.ofDays(7);

    /** One domain, with all that is below it. */
    public record Domain(Name name, Instant expires) {}

    /** There are too many. */
    public static final class Full extends Exception {
        private static final long serialVersionUID = 1L;

        Full() {
            super(ANCHORS_MAX + " negative trust anchors are the most", null, false, false);
        }
    }

    private final Clock clock;
    private final @Nullable Path file;
    private final Consumer<Name> changed;
    private volatile Map<Name, Instant> all = Map.of();

    /**
     * Those of the file, if there is one.
     *
     * @param file null where nothing is to be kept
     * @param changed told the name of each that comes or goes
     * @throws IOException when the file cannot be read; the message names the line
     */
    public NegativeTrustAnchors(Clock clock, @Nullable Path file, Consumer<Name> changed)
            throws IOException {
        this.clock = clock;
        this.file = file;
        this.changed = changed;
        if (file != null) {
            all = read(file);
        }
    }

    /** None, which are not kept. */
    public static NegativeTrustAnchors none(Clock clock) {
        try {
            return new NegativeTrustAnchors(clock, null, _ -> {});
        } catch (IOException impossible) {
            throw new IllegalStateException("there is no file", impossible);
        }
    }

    private static Map<Name, Instant> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (NoSuchFileException nothingYet) {
            return Map.of();
        }
        var read = new TreeMap<Name, Instant>();
        for (int i = 0; i < lines.size(); i++) {
            var words = lines.get(i).split(" ", 2);
            try {
                read.put(Name.fromString(words[0]), Instant.parse(words[1]));
            } catch (TextParseException | DateTimeParseException | IndexOutOfBoundsException bad) {
                throw new IOException(
                        file + " line " + (i + 1) + ": no name and time of expiry", bad);
            }
        }
        return Map.copyOf(read);
    }

    /** When the anchor at or above a name expires, if there is one that is no higher than a top. */
    public Optional<Domain> covering(Name name, Name top) {
        var now = clock.instant();
        var known = all;
        for (int above = 0; !known.isEmpty() && above <= name.labels() - top.labels(); above++) {
            var zone = new Name(name, above);
            var expires = known.get(zone);
            if (expires != null && expires.isAfter(now)) {
                return Optional.of(new Domain(zone, expires));
            }
        }
        return Optional.empty();
    }

    /** Those that have not expired, by name. */
    public Collection<Domain> all() {
        var now = clock.instant();
        return new TreeMap<>(all)
                .entrySet().stream()
                        .map(entry -> new Domain(entry.getKey(), entry.getValue()))
                        .filter(domain -> domain.expires().isAfter(now))
                        .toList();
    }

    /**
     * Adds one, or lets one for the same domain expire at another time.
     *
     * @throws IllegalArgumentException when it would last longer than {@link #LONGEST}
     * @throws Full when there are too many
     * @throws IOException when it cannot be kept; then nothing has changed
     */
    public synchronized Domain put(Name name, Duration lasting) throws Full, IOException {
        if (!lasting.isPositive() || lasting.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a negative trust anchor lasts for up to " + LONGEST.toDays() + " days");
        }
        var next = living();
        var domain = new Domain(name, clock.instant().plus(lasting));
        next.put(name, domain.expires());
        if (next.size() > ANCHORS_MAX) {
            throw new Full();
        }
        become(next, name);
        return domain;
    }

    /**
     * Takes one away.
     *
     * @return whether there was one
     * @throws IOException when the change cannot be kept; then nothing has changed
     */
    public synchronized boolean remove(Name name) throws IOException {
        var next = living();
        if (next.remove(name) == null) {
            return false;
        }
        become(next, name);
        return true;
    }

    private Map<Name, Instant> living() {
        var living = new TreeMap<>(all);
        var now = clock.instant();
        living.values().removeIf(expires -> !expires.isAfter(now));
        return living;
    }

    private void become(Map<Name, Instant> next, Name name) throws IOException {
        if (file != null) {
            write(file, next);
        }
        all = Map.copyOf(next);
        changed.accept(name);
    }

    private static void write(Path file, Map<Name, Instant> anchors) throws IOException {
        var lines = new StringBuilder();
        anchors.forEach((name, until) -> lines.append(name).append(' ').append(until).append('\n'));
        Files.createDirectories(file.toAbsolutePath().getParent());
        DurableFiles.replace(
                file, to -> to.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
