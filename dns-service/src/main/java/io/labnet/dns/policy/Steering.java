package io.labnet.dns.policy;

import io.labnet.dns.authority.Choice;
import io.labnet.dns.zone.Zone;
import io.labnet.network.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What one client is told, and for whom else that is; one object serves one question. */
public final class Steering implements Choice {
    /** Who may be told the same. */
    public enum Audience {
        EVERYBODY,
        /** Everybody, each with another address first. */
        EVERYBODY_IN_TURN,
        THIS_ONE
    }

    private final Policies policies;
    private final Network client;
    private Audience audience = Audience.EVERYBODY;
    private int scopeBits;

    Steering(Policies policies, Network client) {
        this.policies = policies;
        this.client = client;
    }

    /** Who may be told the same. */
    public Audience audience() {
        return audience;
    }

    /** Clients that share so many bits of their addresses are told the same; 0 for all. */
    public int scopeBits() {
        return scopeBits;
    }

    @Override
    public List<Record> of(Zone zone, List<Record> set) {
        var told = set;
        var plan = policies.plan(zone, set);
        if (plan != null) {
            var chosen = plan.choose(client, policies.random());
            scopeBits = chosen.scopeBits();
            audience = plan instanceof Plan.Same ? Audience.EVERYBODY : Audience.THIS_ONE;
            told = chosen.places().stream().map(set::get).toList();
        }
        return told.size() > 1 && policies.rotates(zone.origin()) ? turned(told) : told;
    }

    // RFC 2181 section 5: the order of a set means nothing, so it may be another each time.
    private List<Record> turned(List<Record> set) {
        var first = set.getFirst();
        if (audience == Audience.EVERYBODY) {
            var isAddresses = first.getType() == Type.A || first.getType() == Type.AAAA;
            audience = isAddresses ? Audience.EVERYBODY_IN_TURN : Audience.THIS_ONE;
        }
        var turned = new ArrayList<>(set);
        var turn = policies.turns().next(first.getName(), first.getType(), set.size());
        Collections.rotate(turned, -turn);
        return turned;
    }
}
