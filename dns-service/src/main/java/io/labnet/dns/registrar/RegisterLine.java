package io.labnet.dns.registrar;

import io.labnet.dns.message.Names;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import tools.jackson.databind.json.JsonMapper;

/** One line of the register's file: an entry as JSON, names and addresses as text. */
record RegisterLine(
        String domain, @Nullable Standing standing, RegisterLine.@Nullable Underway underway) {
    private static final JsonMapper JSON = new JsonMapper();

    record Standing(
            Delegated delegation,
            Registrant registrant,
            Instant created,
            Instant changed,
            Instant expires,
            boolean transferLock) {}

    record Underway(@Nullable Delegated wanted) {}

    record Delegated(List<HostLine> hosts, List<Signer> signers) {}

    record HostLine(String name, List<String> addresses) {}

    record Signer(int keyTag, int algorithm, int digestType, String digest) {}

    static String write(Entry entry) {
        var r = entry.standing();
        var standing =
                r == null
                        ? null
                        : new Standing(
                                delegated(r.delegation()),
                                r.registrant(),
                                r.created(),
                                r.changed(),
                                r.expires(),
                                r.transferLock());
        var u = entry.underway();
        var wanted = u == null ? null : u.wanted();
        var underway = u == null ? null : new Underway(wanted == null ? null : delegated(wanted));
        return JSON.writeValueAsString(
                new RegisterLine(Names.text(entry.domain()), standing, underway));
    }

    private static Delegated delegated(Delegation delegation) {
        return new Delegated(
                delegation.hosts().stream()
                        .map(host ->
                                new HostLine(
                                        Names.text(host.name()),
                                        host.addresses().stream()
                                                .map(InetAddress::getHostAddress)
                                                .toList()))
                        .toList(),
                delegation.signers().stream()
                        .map(ds ->
                                new Signer(
                                        ds.getFootprint(),
                                        ds.getAlgorithm(),
                                        ds.getDigestID(),
                                        HexFormat.of().formatHex(ds.getDigest())))
                        .toList());
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException when it is none of ours
     */
    static Entry read(String text) {
        try {
            return JSON.readValue(text, RegisterLine.class).entry();
        } catch (TextParseException | RuntimeException notOurs) {
            throw new IllegalArgumentException("no line of a register", notOurs);
        }
    }

    private Entry entry() throws TextParseException {
        var name = Name.fromString(domain, Name.root);
        var registration =
                standing == null
                        ? null
                        : new Registration(
                                delegation(name, standing.delegation()),
                                standing.registrant(),
                                standing.created(),
                                standing.changed(),
                                standing.expires(),
                                standing.transferLock());
        if (underway == null) {
            return Entry.settled(name, registration);
        }
        var wanted = underway.wanted();
        return Entry.settled(name, registration)
                .towards(wanted == null ? null : delegation(name, wanted));
    }

    private static Delegation delegation(Name domain, Delegated delegated)
            throws TextParseException {
        var hosts = new ArrayList<Host>();
        for (var host : delegated.hosts()) {
            hosts.add(
                    new Host(
                            Name.fromString(host.name(), Name.root),
                            host.addresses().stream().map(InetAddress::ofLiteral).toList()));
        }
        var signers =
                delegated.signers().stream()
                        .map(ds ->
                                new DSRecord(
                                        domain,
                                        DClass.IN,
                                        Delegation.TTL_SECONDS,
                                        ds.keyTag(),
                                        ds.algorithm(),
                                        ds.digestType(),
                                        HexFormat.of().parseHex(ds.digest())))
                        .toList();
        return new Delegation(domain, hosts, signers);
    }
}
