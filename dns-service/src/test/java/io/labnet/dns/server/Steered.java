package io.labnet.dns.server;

import io.labnet.dns.authority.Authority;
import io.labnet.dns.policy.HealthWatch;
import io.labnet.dns.policy.Policies;
import io.labnet.dns.policy.Policy;
import io.labnet.dns.policy.Policy.Check;
import io.labnet.dns.policy.PolicyFiles;
import io.labnet.dns.policy.SetKey;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFiles;
import io.labnet.dns.zone.ZoneTemplate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** A zone with policies. */
final class Steered {
    static final Name EDU = Name.fromConstantString("edu.");
    private static final String APEX = "@ 60 SOA ns root 1 1 1 1 60\n@ NS ns\nns A 10.0.0.9\n";

    final Zone zone;
    final Policies policies;

    Steered(Path folder, String records) throws Exception {
        this(folder, records, new HealthWatch((_, _, _) -> true, Clock.systemUTC(), _ -> {}));
    }

    Steered(Path folder, String records, HealthWatch watch) throws Exception {
        zone = MasterFile.read(EDU, APEX + records);
        policies =
                new Policies(
                        new PolicyFiles(
                                new ZoneFiles(folder, new ZoneTemplate(Map.of(), Name.root))),
                        _ -> zone,
                        watch,
                        false,
                        new Random(4)::nextInt);
    }

    void put(String name, Policy.Kind kind) throws Exception {
        put(name, kind, null);
    }

    void put(String name, Policy.Kind kind, @Nullable Check check) throws Exception {
        var key = new SetKey(Name.fromString(name, EDU), Type.A);
        policies.put(zone, new Policy(key, kind, check), _ -> {});
    }

    NameService service(boolean honoursSubnets) {
        var authority = new Authority(Set.of(EDU), _ -> zone);
        return new AuthoritativeService(authority, () -> 0, policies, honoursSubnets);
    }
}
