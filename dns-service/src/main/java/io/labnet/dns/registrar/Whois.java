package io.labnet.dns.registrar;

import io.labnet.dns.message.Names;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/** What WHOIS says (RFC 3912), for people and in the lines that registries have in common. */
public final class Whois {
    private final Registrar registrar;

    public Whois(Registrar registrar) {
        this.registrar = registrar;
    }

    /**
     * The answer to one line.
     *
     * @param now when it is said
     */
    public List<String> answer(String query, Instant now) {
        Name domain;
        try {
            domain = NameRules.host(query.strip());
            NameRules.checkForSale(domain, registrar.forSale());
        } catch (BadName bad) {
            return List.of("% " + bad.reason());
        }
        return switch (registrar.holding(domain)) {
            case Holding.Registered(var registration) -> lines(registration, now);
            case Holding.Elsewhere(var delegation) -> lines(delegation, now);
            case Holding.InUse() -> List.of("% " + Names.text(domain) + " is the registry's own.");
            case Holding.Free() ->
                    List.of("No match for \"%s\".".formatted(capitals(domain)), lastUpdate(now));
            case Holding.Unknown(var reason) -> List.of("% It cannot be said now: " + reason);
        };
    }

    private static List<String> lines(Registration registration, Instant now) {
        var lines = new ArrayList<String>();
        var registrant = registration.registrant();
        lines.add("Domain Name: " + capitals(registration.domain()));
        lines.add("Updated Date: " + time(registration.changed()));
        lines.add("Creation Date: " + time(registration.created()));
        lines.add("Registry Expiry Date: " + time(registration.expires()));
        lines.add("Registrar: Labnet");
        registration.statuses().forEach(status -> lines.add("Domain Status: " + status));
        lines.add("Registrant Name: " + registrant.name());
        if (registrant.organization() != null) {
            lines.add("Registrant Organization: " + registrant.organization());
        }
        if (registrant.email() != null) {
            lines.add("Registrant Email: " + registrant.email());
        }
        addServers(registration.delegation(), lines);
        lines.add(lastUpdate(now));
        return lines;
    }

    // It came with the top-level domain, so nobody here knows whose it is.
    private static List<String> lines(Delegation delegation, Instant now) {
        var lines = new ArrayList<String>();
        lines.add("Domain Name: " + capitals(delegation.domain()));
        lines.add("Registrar: none; it is in its top-level domain without being registered here");
        addServers(delegation, lines);
        lines.add(lastUpdate(now));
        return lines;
    }

    private static void addServers(Delegation delegation, List<String> lines) {
        for (var host : delegation.hosts()) {
            var addresses =
                    host.addresses().stream()
                            .map(InetAddress::getHostAddress)
                            .map(address -> " " + address)
                            .collect(Collectors.joining());
            lines.add("Name Server: " + capitals(host.name()) + addresses);
        }
        var signers = delegation.signers();
        lines.add("DNSSEC: " + (signers.isEmpty() ? "unsigned" : "signedDelegation"));
        signers.forEach(signer -> lines.add("DNSSEC DS Data: " + text(signer)));
    }

    private static String text(DSRecord signer) {
        return "%d %d %d %s"
                .formatted(
                        signer.getFootprint(),
                        signer.getAlgorithm(),
                        signer.getDigestID(),
                        HexFormat.of().withUpperCase().formatHex(signer.getDigest()));
    }

    private static String lastUpdate(Instant now) {
        return ">>> Last update of WHOIS database: " + time(now) + " <<<";
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String capitals(Name name) {
        return Names.text(name).toUpperCase(Locale.ROOT);
    }
}
