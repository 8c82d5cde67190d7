package io.labnet.dns.zone;

import io.labnet.dns.message.Names;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;

/**
 * Fills the blanks of the zones that come with Labnet, so that an address is written only where the
 * lab says which host has it.
 *
 * <p>{@code {{gaia.cs.umass.edu}}} is that host's address, {@code {{reverse}}} the lab's reverse
 * zone, and {@code {{pointers}}} a PTR record for each address in it.
 *
 * @param hosts the address of each host; of hosts that share one, the first is pointed to
 * @param reverse the zone that leads from the lab's addresses back to names
 */
public record ZoneTemplate(Map<String, InetAddress> hosts, Name reverse) {
    private static final Pattern BLANK = Pattern.compile("\\{\\{([^{}]+)}}");

    /**
     * Text without blanks.
     *
     * @throws ZoneFault when a blank names no host of the world
     */
    public String fill(String text) throws ZoneFault {
        var filled = new StringBuilder();
        var blanks = BLANK.matcher(text);
        while (blanks.find()) {
            blanks.appendReplacement(filled, Matcher.quoteReplacement(value(blanks.group(1))));
        }
        return blanks.appendTail(filled).toString();
    }

    private String value(String blank) throws ZoneFault {
        return switch (blank) {
            case "reverse" -> Names.text(reverse);
            case "pointers" -> pointers();
            default -> address(blank).getHostAddress();
        };
    }

    private InetAddress address(String host) throws ZoneFault {
        var address = hosts.get(host);
        if (address == null) {
            throw new ZoneFault("{{" + host + "}} is no host of the world");
        }
        return address;
    }

    /** RFC 1035 section 3.5: the reversed address owns a pointer to the host. */
    private String pointers() {
        var pointed = new HashSet<InetAddress>();
        return hosts.entrySet().stream()
                .filter(host -> ReverseMap.fromAddress(host.getValue()).subdomain(reverse))
                .filter(host -> pointed.add(host.getValue()))
                .map(host -> ReverseMap.fromAddress(host.getValue()) + " PTR " + host.getKey())
                .collect(Collectors.joining(".\n", "", ".\n"));
    }
}
