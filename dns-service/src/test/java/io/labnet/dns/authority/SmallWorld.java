package io.labnet.dns.authority;

import io.labnet.dns.message.Question;
import io.labnet.dns.zone.Difference;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A server's zones, made by chance of few labels and all kinds of records that change how a search
 * goes, so that these meet in any way; and all questions worth asking about them.
 *
 * @param seed the same makes the same
 * @param zones by origin
 */
public record SmallWorld(int seed, Map<Name, Zone> zones) {
    private static final int DEPTH_MAX = 3;
    private static final List<String> LABELS = List.of("a", "b", "*");
    private static final List<Integer> TYPES =
            List.of(
                    Type.A,
                    Type.A,
                    Type.AAAA,
                    Type.TXT,
                    Type.CNAME,
                    Type.CNAME,
                    Type.DNAME,
                    Type.NS,
                    Type.NS,
                    Type.MX,
                    Type.DS,
                    Type.SRV);
    private static final List<Integer> ASKED =
            List.of(
                    Type.A,
                    Type.TXT,
                    Type.CNAME,
                    Type.DNAME,
                    Type.NS,
                    Type.MX,
                    Type.DS,
                    Type.SOA,
                    Type.SRV,
                    Type.ANY);
    private static final String LONG = ("x".repeat(63) + ".").repeat(3) + "x".repeat(55) + ".";
    private static final String DIGEST = "AB".repeat(32);

    public static SmallWorld of(int seed) throws IOException, ZoneFault {
        var random = new Random(seed);
        var zones = new LinkedHashMap<Name, Zone>();
        var upper = Name.fromString("z" + seed + ".");
        zones.put(upper, zone(random, upper, upper));
        if (random.nextInt(2) == 0) {
            var child = Name.fromString("a", upper);
            zones.put(child, zone(random, child, upper));
        }
        return new SmallWorld(seed, zones);
    }

    private static Zone zone(Random random, Name origin, Name upper) throws IOException, ZoneFault {
        var apex =
                List.of(
                        record(
                                origin,
                                Type.SOA,
                                300,
                                "ns.out. root.out. 7 1 1 1 " + 60 * random.nextInt(9)),
                        record(origin, Type.NS, 300, "ns.out."));
        var zone = Zone.of(origin, apex);
        for (int i = 3 + random.nextInt(12); i > 0; i--) {
            var type = TYPES.get(random.nextInt(TYPES.size()));
            var ttl = 60 + random.nextInt(3) * 60;
            var owner = random.nextInt(12) == 0 ? origin : name(random, origin);
            zone = with(zone, record(owner, type, ttl, data(random, type, upper)));
        }
        return zone;
    }

    private static Zone with(Zone zone, Record record) {
        try {
            return zone.apply(new Difference(zone.soa(), zone.soa(), List.of(), List.of(record)));
        } catch (ZoneFault impossibleBesideTheOthers) {
            return zone;
        }
    }

    private static Record record(Name owner, int type, int ttl, String data) throws IOException {
        return Record.fromString(owner, type, DClass.IN, ttl, data, Name.root);
    }

    private static Name name(Random random, Name origin) throws TextParseException {
        var name = origin;
        for (int depth = 1 + random.nextInt(DEPTH_MAX); depth > 0; depth--) {
            name = Name.fromString(LABELS.get(random.nextInt(LABELS.size())), name);
        }
        return name;
    }

    private static String data(Random random, int type, Name upper) throws TextParseException {
        var host = random.nextInt(12) == 0 ? "www.out." : name(random, upper).toString();
        return switch (type) {
            case Type.A -> "127.0.0." + random.nextInt(3);
            case Type.AAAA -> "::" + random.nextInt(3);
            case Type.TXT -> "t" + random.nextInt(2);
            case Type.MX -> "10 " + host;
            case Type.DS -> "1 13 2 " + DIGEST;
            case Type.SRV -> "0 0 53 " + host;
            case Type.DNAME -> random.nextInt(6) == 0 ? LONG : host;
            default -> host;
        };
    }

    /** Each name of the zones' depth and one more, also such as never exist, and each type. */
    public List<Question> questions() throws TextParseException {
        var names = new ArrayList<Name>();
        names.add(zones.keySet().iterator().next());
        int from = 0;
        for (int depth = 0; depth <= DEPTH_MAX; depth++) {
            var to = names.size();
            for (var name : List.copyOf(names.subList(from, to))) {
                for (var label : LABELS) {
                    names.add(Name.fromString(label, name));
                }
                if (depth < DEPTH_MAX) {
                    names.add(Name.fromString("q", name));
                }
            }
            from = to;
        }
        return names.stream()
                .flatMap(name -> ASKED.stream().map(type -> new Question(name, type)))
                .toList();
    }

    /** Names that own records, as text. */
    Set<String> owners() {
        return zones.values().stream()
                .flatMap(zone -> zone.records().stream())
                .map(record -> record.getName().toString())
                .collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return zones.values().stream()
                .flatMap(zone -> zone.records().stream())
                .map(Record::toString)
                .collect(Collectors.joining("\n", "seed " + seed + "\n", "\n"));
    }
}
