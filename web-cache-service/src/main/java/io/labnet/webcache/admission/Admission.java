package io.labnet.webcache.admission;

import io.labnet.network.Network;
import io.labnet.webcache.message.Request;
import java.net.InetAddress;
import java.util.List;

/**
 * Who may use the proxy: a rule over where a request comes from and what it says.
 *
 * <p>Sites are for everybody, as any web server's are: whoever visits one is asked neither where he
 * comes from nor who he is (RFC 9110 section 15.5.8: 407 is for those who use a proxy).
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

    /**
     * The verdict on a request.
     *
     * @param visits whether it is a visit to a site, and no use of the proxy
     */
    public Verdict judge(InetAddress from, Request request, boolean visits) {
        return visits ? obeyed(from, request, "") : judge(from, request);
    }

    private Verdict judge(InetAddress from, Request request) {
        if (!contains(clients, from)) {
            return new Verdict.Stranger();
        }
        return users.proven(request.fields())
                .map(user -> obeyed(from, request, user))
                .orElseGet(() -> new Verdict.Unproven(ProxyUsers.CHALLENGE));
    }

    private Verdict obeyed(InetAddress from, Request request, String user) {
        if (request.method().equals(PURGE) && !contains(purgers, from)) {
            return new Verdict.NoPurger();
        }
        if (request.method().equals("TRACE") && !traces) {
            return new Verdict.NoTrace();
        }
        return new Verdict.Admitted(user);
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
