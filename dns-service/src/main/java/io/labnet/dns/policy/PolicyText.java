package io.labnet.dns.policy;

import io.labnet.dns.message.Names;
import io.labnet.dns.policy.Policy.Check;
import io.labnet.dns.policy.Policy.Kind;
import io.labnet.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A policy as people and files write it, in JSON.
 *
 * @param kind that of {@link Kind}, in small letters
 * @param weights of each record by its data, 0 to {@value #WEIGHT_MAX}
 * @param subnets the data of the records for each network, such as {@code 10.1.0.0/16}
 * @param otherwise the data of those for clients of no such network
 */
public record PolicyText(
        @Nullable String name,
        @Nullable String type,
        @Nullable String kind,
        @Nullable Map<String, @Nullable Integer> weights,
        @Nullable Map<String, @Nullable List<String>> subnets,
        @Nullable List<String> otherwise,
        @Nullable CheckText health) {
    private static final int WEIGHT_MAX = 65_535;
    private static final int RECORDS_MAX = 100;
    private static final int SUBNETS_MAX = 1000;
    // These make a zone or prove it, or stand alone: a part of them would be another zone.
    private static final Set<Integer> NOT_CHOSEN_FROM =
            Set.of(
                    Type.SOA,
                    Type.NS,
                    Type.CNAME,
                    Type.DNAME,
                    Type.DS,
                    Type.RRSIG,
                    Type.NSEC,
                    Type.DNSKEY,
                    Type.NSEC3,
                    Type.NSEC3PARAM,
                    Type.CDS,
                    Type.CDNSKEY);

    /** The text of a policy. */
    public static PolicyText of(Policy policy) {
        var check = policy.check() == null ? null : CheckText.of(policy.check());
        var name = Names.text(policy.of().owner());
        var type = Type.string(policy.of().type());
        return switch (policy.kind()) {
            case Kind.All() -> new PolicyText(name, type, "all", null, null, null, check);
            case Kind.Weighted(var weights) ->
                    new PolicyText(
                            name,
                            type,
                            "weighted",
                            new LinkedHashMap<>(weights),
                            null,
                            null,
                            check);
            case Kind.Subnets(var subnets, var otherwise) ->
                    new PolicyText(name, type, "subnets", null, text(subnets), otherwise, check);
        };
    }

    private static Map<String, @Nullable List<String>> text(Map<Network, List<String>> subnets) {
        var text = new LinkedHashMap<String, @Nullable List<String>>();
        subnets.forEach((network, data) -> text.put(text(network), data));
        return text;
    }

    static String text(Network network) {
        return network.address().getHostAddress() + "/" + network.prefixBits();
    }

    /**
     * The policy that a file has.
     *
     * @throws BadPolicy when it is none
     */
    Policy toPolicy() throws BadPolicy {
        try {
            var owner = Name.fromString(name == null ? "" : name, Name.root);
            return toPolicy(new SetKey(owner, Type.value(type == null ? "" : type)));
        } catch (TextParseException malformed) {
            throw new BadPolicy("/name", name + " is no domain name");
        }
    }

    /**
     * The policy for a set.
     *
     * @throws BadPolicy when a field is missing, or not what it can be
     */
    public Policy toPolicy(SetKey of) throws BadPolicy {
        if (!Type.isRR(of.type()) || NOT_CHOSEN_FROM.contains(of.type())) {
            throw new BadPolicy(
                    "/type", "a policy is for sets that clients choose from, such as A or MX");
        }
        var check = health == null ? null : health.toCheck(of.type());
        return new Policy(of, kind(of), check);
    }

    private Kind kind(SetKey of) throws BadPolicy {
        return switch (kind == null ? "" : kind) {
            case "all" -> all();
            case "weighted" -> weighted(of);
            case "subnets" -> subnets(of);
            default -> throw new BadPolicy("/kind", "kind must be all, weighted or subnets");
        };
    }

    private Kind all() throws BadPolicy {
        absent("/weights", weights);
        absent("/subnets", subnets);
        absent("/otherwise", otherwise);
        if (health == null) {
            throw new BadPolicy("/health", "kind all says nothing without a health check");
        }
        return new Kind.All();
    }

    private Kind weighted(SetKey of) throws BadPolicy {
        absent("/subnets", subnets);
        absent("/otherwise", otherwise);
        if (weights == null || weights.isEmpty() || weights.size() > RECORDS_MAX) {
            throw new BadPolicy(
                    "/weights", "weights must be those of 1 to " + RECORDS_MAX + " records");
        }
        var found = new LinkedHashMap<String, Integer>();
        for (var weight : weights.entrySet()) {
            var place = BadPolicy.member("/weights", weight.getKey());
            var value = weight.getValue();
            if (value == null || value < 0 || value > WEIGHT_MAX) {
                throw new BadPolicy(place, "a weight must be 0 to " + WEIGHT_MAX);
            }
            if (found.put(data(of, place, weight.getKey()), value) != null) {
                throw new BadPolicy(place, weight.getKey() + " has a weight already");
            }
        }
        if (found.values().stream().allMatch(value -> value == 0)) {
            throw new BadPolicy("/weights", "one of the weights must be more than 0");
        }
        return new Kind.Weighted(found);
    }

    private Kind subnets(SetKey of) throws BadPolicy {
        absent("/weights", weights);
        if (subnets == null || subnets.isEmpty() || subnets.size() > SUBNETS_MAX) {
            throw new BadPolicy("/subnets", "subnets must be 1 to " + SUBNETS_MAX + " networks");
        }
        var found = new LinkedHashMap<Network, List<String>>();
        for (var subnet : subnets.entrySet()) {
            var place = BadPolicy.member("/subnets", subnet.getKey());
            var data = subnet.getValue();
            if (data == null || data.isEmpty()) {
                throw new BadPolicy(place, "a network must have a record");
            }
            if (found.put(network(place, subnet.getKey()), data(of, place, data)) != null) {
                throw new BadPolicy(place, subnet.getKey() + " stands there already");
            }
        }
        var others = otherwise == null ? List.<String>of() : data(of, "/otherwise", otherwise);
        return new Kind.Subnets(found, others);
    }

    private static void absent(String pointer, @Nullable Object field) throws BadPolicy {
        if (field != null) {
            throw new BadPolicy(pointer, "this kind of policy has none");
        }
    }

    private static Network network(String place, String text) throws BadPolicy {
        try {
            var network = Network.parse(text);
            if (!SubnetTable.isPrefix(network)) {
                throw new BadPolicy(place, text + " has bits set beyond its prefix");
            }
            return network;
        } catch (IllegalArgumentException malformed) {
            throw new BadPolicy(place, String.valueOf(malformed.getMessage()));
        }
    }

    private static List<String> data(SetKey of, String place, List<String> texts) throws BadPolicy {
        if (texts.size() > RECORDS_MAX) {
            throw new BadPolicy(place, RECORDS_MAX + " records are the most");
        }
        var found = new LinkedHashSet<String>();
        for (int i = 0; i < texts.size(); i++) {
            found.add(data(of, place + "/" + i, texts.get(i)));
        }
        return new ArrayList<>(found);
    }

    // As records are written, however somebody wrote it: 2001:db8:0::1 is 2001:db8:0:0:0:0:0:1.
    private static String data(SetKey of, String place, @Nullable String text) throws BadPolicy {
        var isLine = text != null && text.chars().noneMatch(Character::isISOControl);
        if (!isLine) {
            throw new BadPolicy(place, "data must be one line, such as 127.80.0.9");
        }
        try {
            return Record.fromString(of.owner(), of.type(), DClass.IN, 0, text, Name.root)
                    .rdataToString();
        } catch (IOException | RuntimeException malformed) {
            throw new BadPolicy(
                    place, text + " is no data of a record of type " + Type.string(of.type()));
        }
    }

    /**
     * A health check in JSON.
     *
     * @param check {@code tcp}
     * @param interval such as {@code 5s}, which it is when it is missing
     * @param timeout such as {@code 500ms}; a second when it is missing
     */
    public record CheckText(
            @Nullable String check,
            @Nullable Integer port,
            @Nullable String interval,
            @Nullable String timeout) {
        static CheckText of(Check check) {
            return new CheckText(
                    "tcp", check.port(), Span.text(check.interval()), Span.text(check.timeout()));
        }

        Check toCheck(int type) throws BadPolicy {
            if (type != Type.A && type != Type.AAAA) {
                throw new BadPolicy("/health", "only addresses can be checked: A or AAAA");
            }
            if (!"tcp".equals(check)) {
                throw new BadPolicy("/health/check", "check must be tcp");
            }
            if (port == null || port < 1 || port > 65_535) {
                throw new BadPolicy("/health/port", "port must be 1 to 65535");
            }
            return new Check(
                    port,
                    Span.INTERVAL.read("/health/interval", interval),
                    Span.TIMEOUT.read("/health/timeout", timeout));
        }
    }
}
