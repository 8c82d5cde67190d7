package io.labnet.dns.resolver;

import io.labnet.dns.disk.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * The names that a resolver answers for by rules of its own: some from the settings, others added
 * later and kept in a file, one a line.
 */
public final class LocalData {
    public static final int RULES_MAX = 10_000;

    /** Who wants a rule that there is already, or cannot be taken away. */
    public static final class RuleConflict extends Exception {
        private static final long serialVersionUID = 1L;

        RuleConflict(String reason) {
            super(reason);
        }
    }

    private final Map<Name, LocalRule> fromSettings = new ConcurrentHashMap<>();
    private final Map<Name, LocalRule> added = new ConcurrentHashMap<>();
    private final @Nullable Path file;
    private final Consumer<Name> changed;

    /**
     * The rules of the settings, and those of the file if there is one.
     *
     * @param file null where nothing is to be kept
     * @param changed told the name of each rule that comes or goes later
     * @throws IOException when the file cannot be read; the message names the line
     */
    public LocalData(List<LocalRule> settings, @Nullable Path file, Consumer<Name> changed)
            throws IOException {
        settings.forEach(rule -> fromSettings.put(rule.name(), rule));
        this.file = file;
        this.changed = changed;
        if (file != null) {
            read(file);
        }
    }

    /** No rules, which are not kept. */
    public static LocalData none() {
        try {
            return new LocalData(List.of(), null, _ -> {});
        } catch (IOException impossible) {
            throw new IllegalStateException("there is no file", impossible);
        }
    }

    private void read(Path from) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(from);
        } catch (NoSuchFileException nothingYet) {
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            try {
                var rule = LocalRule.parse(lines.get(i));
                added.put(rule.name(), rule);
            } catch (IllegalArgumentException malformed) {
                throw new IOException(
                        from + " line " + (i + 1) + ": " + malformed.getMessage(), malformed);
            }
        }
    }

    /** The rule for a name: its own, or the closest one for all that is below another. */
    Optional<LocalRule> of(Name name) {
        if (added.isEmpty() && fromSettings.isEmpty()) {
            return Optional.empty();
        }
        var own = rule(name);
        for (int label = 1; own == null && label < name.labels(); label++) {
            own = rule(name.wild(label));
        }
        return Optional.ofNullable(own);
    }

    private @Nullable LocalRule rule(Name name) {
        var later = added.get(name);
        return later == null ? fromSettings.get(name) : later;
    }

    /** All rules, by name. */
    public Collection<LocalRule> all() {
        var all = new TreeMap<Name, LocalRule>(fromSettings);
        all.putAll(added);
        return all.values();
    }

    /**
     * Adds a rule, or puts it in the place of another one for the name.
     *
     * @throws RuleConflict when there are too many
     * @throws IOException when it cannot be kept; then nothing has changed
     */
    public synchronized void put(LocalRule rule) throws RuleConflict, IOException {
        if (added.size() >= RULES_MAX && !added.containsKey(rule.name())) {
            throw new RuleConflict(RULES_MAX + " rules are the most");
        }
        var all = new TreeMap<Name, LocalRule>(added);
        all.put(rule.name(), rule);
        write(all.values());
        added.put(rule.name(), rule);
        changed.accept(rule.name());
    }

    /**
     * Takes a rule away.
     *
     * @return whether there was one
     * @throws RuleConflict when it comes from the settings
     * @throws IOException when the change cannot be kept; then nothing has changed
     */
    public synchronized boolean remove(Name name) throws RuleConflict, IOException {
        if (!added.containsKey(name)) {
            if (fromSettings.containsKey(name)) {
                throw new RuleConflict("The rule for " + name + " comes from the settings");
            }
            return false;
        }
        var all = new TreeMap<Name, LocalRule>(added);
        all.remove(name);
        write(all.values());
        added.remove(name);
        changed.accept(name);
        return true;
    }

    private void write(Collection<LocalRule> rules) throws IOException {
        if (file == null) {
            return;
        }
        var lines = new StringBuilder();
        rules.forEach(rule -> lines.append(rule.text()).append('\n'));
        Files.createDirectories(file.toAbsolutePath().getParent());
        DurableFiles.replace(
                file, to -> to.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
