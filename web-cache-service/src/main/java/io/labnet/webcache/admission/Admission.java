package io.labnet.webcache.admission;

import io.labnet.network.Network;
import io.labnet.webcache.message.Request;
import java.net.InetAddress;
import java.util.List;

/**
 * Who may use the proxy: a rule over where a request comes from and what it says.
 *
 * @param clients from where the proxy may be used at all
 * @param purgers from where PURGE is obeyed
 * @param users who must prove to be one of them
 * @param traces whether TRACE is answered and passed on, which shows a script what its browser
 *     hides from it (RFC 9110 section 9.3.8)
 */
public record Admission(
        List<Network> clients, List<Network> purgers, ProxyUsers users, boolean traces) {
    /** The method that throws a URL out of the cache; of no RFC, but known to other caches. */
    public static final String PURGE = "PURGE";

    /** One that allows no TRACE. */
    public Admission(List<Network> clients, List<Network> purgers, ProxyUsers users) {
        this(clients, purgers, users, false);
    }

    public Admission {
        clients = List.copyOf(clients);
        purgers = List.copyOf(purgers);
    }

    public Verdict judge(InetAddress from, Request request) {
        if (!contains(clients, from)) {
            return new Verdict.Stranger();
        }
        var user = users.proven(request.fields());
        if (user.isEmpty()) {
            return new Verdict.Unproven(ProxyUsers.CHALLENGE);
        }
        if (request.method().equals(PURGE) && !contains(purgers, from)) {
            return new Verdict.NoPurger();
        }
        if (request.method().equals("TRACE") && !traces) {
            return new Verdict.NoTrace();
        }
        return new Verdict.Admitted(user.get());
    }

    private static boolean contains(List<Network> networks, InetAddress from) {
        for (var network : networks) {
            if (network.contains(from)) {
                return true;
            }
        }
        return false;
    }
}
