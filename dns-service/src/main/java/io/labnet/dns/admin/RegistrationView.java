package io.labnet.dns.admin;

import io.labnet.dns.message.Names;
import io.labnet.dns.registrar.Delegation;
import io.labnet.dns.registrar.Host;
import io.labnet.dns.registrar.Registrant;
import io.labnet.dns.registrar.Registration;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.xbill.DNS.DSRecord;

/**
 * One registration.
 *
 * @param status in the words of EPP (RFC 5731 section 2.3)
 * @param flush what makes a resolver of the lab forget, by DELETE, that the name did not exist
 */
record RegistrationView(
        String domain,
        List<String> status,
        Registrant registrant,
        List<NameServerView> nameServers,
        List<DsView> ds,
        boolean transferLock,
        Instant created,
        Instant changed,
        Instant expires,
        String flush) {

    record NameServerView(String name, List<String> addresses) {
        static NameServerView of(Host host) {
            return new NameServerView(
                    Names.text(host.name()),
                    host.addresses().stream().map(InetAddress::getHostAddress).toList());
        }
    }

    record DsView(int keyTag, int algorithm, int digestType, String digest) {
        static DsView of(DSRecord record) {
            return new DsView(
                    record.getFootprint(),
                    record.getAlgorithm(),
                    record.getDigestID(),
                    HexFormat.of().formatHex(record.getDigest()));
        }
    }

    static RegistrationView of(Registration registration) {
        var domain = Names.text(registration.domain());
        return new RegistrationView(
                domain,
                registration.statuses(),
                registration.registrant(),
                servers(registration.delegation()),
                signers(registration.delegation()),
                registration.transferLock(),
                registration.created(),
                registration.changed(),
                registration.expires(),
                "/api/dns/cache?name=" + domain);
    }

    static List<NameServerView> servers(Delegation delegation) {
        return delegation.hosts().stream().map(NameServerView::of).toList();
    }

    static List<DsView> signers(Delegation delegation) {
        return delegation.signers().stream().map(DsView::of).toList();
    }

    boolean mentions(String text) {
        return domain.contains(text)
                || registrant.name().contains(text)
                || nameServers.stream().anyMatch(server -> server.name().contains(text));
    }
}
