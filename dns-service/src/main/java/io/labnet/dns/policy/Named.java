package io.labnet.dns.policy;

import io.labnet.dns.policy.Policy.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Record;

/** Whether the records that a policy names are there. */
final class Named {
    private Named() {}

    /** Requires that all of them are in the set. */
    static void require(Kind kind, List<Record> set) throws BadPolicy {
        if (set.isEmpty()) {
            throw new BadPolicy("/name", "there are no such records to choose from");
        }
        var there = new HashSet<String>();
        set.forEach(record -> there.add(record.rdataToString()));
        switch (kind) {
            case Kind.All() -> {}
            case Kind.Weighted(var weights) -> {
                for (var data : weights.keySet()) {
                    require(BadPolicy.member("/weights", data), data, there);
                }
            }
            case Kind.Subnets(var subnets, var otherwise) -> {
                for (var subnet : subnets.entrySet()) {
                    var text = PolicyText.text(subnet.getKey());
                    requireAll(BadPolicy.member("/subnets", text), subnet.getValue(), there);
                }
                requireAll("/otherwise", otherwise, there);
            }
        }
    }

    private static void requireAll(String place, List<String> data, Set<String> there)
            throws BadPolicy {
        for (int i = 0; i < data.size(); i++) {
            require(place + "/" + i, data.get(i), there);
        }
    }

    private static void require(String place, String data, Set<String> there) throws BadPolicy {
        if (!there.contains(data)) {
            throw new BadPolicy(place, data + " is not the data of a record of the set");
        }
    }
}
