package io.labnet.dns.registrar;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/** Domains for tests. */
public final class Domains {
    public static final Name UTOPIA = name("networkutopia.com");
    public static final Registrant ALICE =
            new Registrant("Alice", "Network Utopia", "alice@crepes.fr");

    private Domains() {}

    public static Name name(String text) {
        return Name.fromConstantString(text + ".");
    }

    public static Host host(String name, String... addresses) {
        return new Host(name(name), Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    public static DSRecord signer(Name domain, int keyTag) {
        var digest = HexFormat.of().parseHex("ab".repeat(32));
        return new DSRecord(domain, DClass.IN, Delegation.TTL_SECONDS, keyTag, 13, 2, digest);
    }

    public static Delegation delegation(Name domain, Host... hosts) {
        return new Delegation(domain, List.of(hosts), List.of());
    }

    /** The delegation of the book. */
    public static Delegation utopia() {
        return delegation(UTOPIA, host("dns1.networkutopia.com", "212.212.212.1"));
    }

    public static Application application(Delegation delegation) {
        return new Application(delegation, ALICE, 1, false);
    }
}
