package io.labnet.dns.policy;

import io.labnet.dns.disk.DurableFiles;
import io.labnet.dns.zone.ZoneFault;
import io.labnet.dns.zone.ZoneFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The policies of each zone on disk, beside its master file: they go with the zone. */
public final class PolicyFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private final ZoneFiles zones;

    public PolicyFiles(ZoneFiles zones) {
        this.zones = zones;
    }

    /**
     * What a file has.
     *
     * @param rotates null where nobody has said
     */
    record Kept(@Nullable Boolean rotates, List<Policy> policies) {}

    private record Text(@Nullable Boolean rotates, @Nullable List<PolicyText> policies) {}

    /**
     * What is kept of a zone; null when nothing is.
     *
     * @throws ZoneFault when it cannot be read
     */
    @Nullable Kept load(Name origin) throws ZoneFault {
        var file = zones.policies(origin);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            var text = JSON.readValue(Files.readAllBytes(file), Text.class);
            var policies = new ArrayList<Policy>();
            for (var policy : text.policies() == null ? List.<PolicyText>of() : text.policies()) {
                policies.add(policy.toPolicy());
            }
            return new Kept(text.rotates(), policies);
        } catch (IOException | JacksonException unreadable) {
            throw new ZoneFault(file + " cannot be read: " + unreadable.getMessage());
        } catch (BadPolicy bad) {
            throw new ZoneFault(file + ": " + bad.pointer() + ": " + bad.reason());
        }
    }

    /**
     * Keeps what is to be; when this returns, it survives a crash.
     *
     * @throws UncheckedIOException when the disk refuses; then what was there stands
     */
    void save(Name origin, @Nullable Boolean rotates, Collection<Policy> policies) {
        var text = new Text(rotates, policies.stream().map(PolicyText::of).toList());
        var file = zones.policies(origin);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var line = JSON.writeValueAsString(text) + "\n";
            DurableFiles.replace(file, to -> to.write(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
