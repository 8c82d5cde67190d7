package io.labnet.dns.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.labnet.dns.message.Names;
import io.labnet.dns.registrar.Delegation;
import io.labnet.dns.registrar.Host;
import io.labnet.dns.registrar.NameRules;
import io.labnet.dns.registrar.Registrant;
import io.labnet.dns.registrar.Registration;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/** RDAP's answers, in the shape of RFC 9083. What there is not is left out. */
final class RdapView {
    private static final List<String> CONFORMANCE = List.of("rdap_level_0");

    private RdapView() {}

    /** RFC 9083 section 5.3. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Domain(
            List<String> rdapConformance,
            String objectClassName,
            String handle,
            String ldhName,
            @Nullable String unicodeName,
            List<String> status,
            List<Event> events,
            List<Entity> entities,
            List<NameServer> nameservers,
            SecureDns secureDNS,
            String port43) {}

    /** RFC 9083 section 4.5. */
    record Event(String eventAction, Instant eventDate) {}

    /** RFC 9083 section 5.1. */
    record Entity(String objectClassName, List<String> roles, List<Object> vcardArray) {}

    /** RFC 9083 section 5.2. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record NameServer(
            List<String> rdapConformance,
            String objectClassName,
            String ldhName,
            @Nullable Addresses ipAddresses) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Addresses(List<String> v4, List<String> v6) {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record SecureDns(boolean delegationSigned, List<DsData> dsData) {}

    record DsData(int keyTag, int algorithm, String digest, int digestType) {}

    /** RFC 9083 section 6. */
    record Trouble(
            List<String> rdapConformance, int errorCode, String title, List<String> description) {}

    /** RFC 9083 section 7. */
    record Help(List<String> rdapConformance, List<Notice> notices) {}

    /** RFC 9083 section 4.3. */
    record Notice(String title, List<String> description) {}

    static Domain domain(Registration registration) {
        return domain(
                registration.delegation(),
                List.of(registration.transferLock() ? "client transfer prohibited" : "active"),
                List.of(
                        new Event("registration", registration.created()),
                        new Event("last changed", registration.changed()),
                        new Event("expiration", registration.expires())),
                List.of(registrant(registration.registrant())));
    }

    /** A domain of which no more is known than its delegation. */
    static Domain domain(Delegation delegation) {
        return domain(delegation, List.of("active"), List.of(), List.of());
    }

    private static Domain domain(
            Delegation delegation, List<String> status, List<Event> events, List<Entity> entities) {
        var name = Names.text(delegation.domain());
        var unicode = NameRules.unicode(delegation.domain());
        var top = Names.text(new Name(delegation.domain(), 1));
        return new Domain(
                CONFORMANCE,
                "domain",
                name,
                name,
                unicode.equals(name) ? null : unicode,
                status,
                events,
                entities,
                delegation.hosts().stream().map(host -> nameServer(host, List.of())).toList(),
                secureDns(delegation),
                "whois.nic." + top);
    }

    static NameServer nameServer(Host host) {
        return nameServer(host, CONFORMANCE);
    }

    private static NameServer nameServer(Host host, List<String> conformance) {
        var v4 = new ArrayList<String>();
        var v6 = new ArrayList<String>();
        for (InetAddress address : host.addresses()) {
            (address instanceof Inet4Address ? v4 : v6).add(address.getHostAddress());
        }
        var addresses = host.addresses().isEmpty() ? null : new Addresses(v4, v6);
        return new NameServer(conformance, "nameserver", Names.text(host.name()), addresses);
    }

    private static SecureDns secureDns(Delegation delegation) {
        var data =
                delegation.signers().stream()
                        .map(ds ->
                                new DsData(
                                        ds.getFootprint(),
                                        ds.getAlgorithm(),
                                        HexFormat.of().formatHex(ds.getDigest()),
                                        ds.getDigestID()))
                        .toList();
        return new SecureDns(!data.isEmpty(), data);
    }

    /** A jCard (RFC 7095 section 3): each property is name, parameters, type and value. */
    private static Entity registrant(Registrant registrant) {
        var properties = new ArrayList<Object>();
        properties.add(property("version", "4.0"));
        properties.add(property("fn", registrant.name()));
        if (registrant.organization() != null) {
            properties.add(property("org", registrant.organization()));
        }
        if (registrant.email() != null) {
            properties.add(property("email", registrant.email()));
        }
        return new Entity("entity", List.of("registrant"), List.of("vcard", properties));
    }

    private static List<Object> property(String name, String value) {
        return List.of(name, Map.of(), "text", value);
    }

    static Trouble trouble(int status, String title, String description) {
        return new Trouble(CONFORMANCE, status, title, List.of(description));
    }

    static Help help(List<Name> forSale) {
        var tops = forSale.stream().map(Names::text).toList();
        return new Help(
                CONFORMANCE,
                List.of(
                        new Notice(
                                "What there is",
                                List.of(
                                        "/domain/NAME and /nameserver/NAME, for names below "
                                                + String.join(", ", tops)))));
    }
}
