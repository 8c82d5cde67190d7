package io.labnet.dns.registrar;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * What a top-level domain says about a domain below it: who serves it, where they are, and which
 * keys sign it.
 *
 * @param hosts its name servers; those below the domain with their addresses
 * @param signers its DS records, for a domain that is signed
 */
public record Delegation(Name domain, List<Host> hosts, List<DSRecord> signers) {
    /** How long others remember it, in seconds. */
    public static final long TTL_SECONDS = 3600;

    public Delegation {
        hosts = List.copyOf(hosts);
        signers = List.copyOf(signers);
    }

    /** The records of it in the zone of the top-level domain. */
    public List<Record> records() {
        var records = new ArrayList<Record>(nameServers());
        records.addAll(signers);
        for (var host : hosts) {
            for (var address : host.addresses()) {
                records.add(
                        address instanceof Inet4Address
                                ? new ARecord(host.name(), DClass.IN, TTL_SECONDS, address)
                                : new AAAARecord(host.name(), DClass.IN, TTL_SECONDS, address));
            }
        }
        return records;
    }

    public List<NSRecord> nameServers() {
        return hosts.stream()
                .map(host -> new NSRecord(domain, DClass.IN, TTL_SECONDS, host.name()))
                .toList();
    }

    /** Whether both put the same records into the zone, in whatever order. */
    public boolean isSameAs(Delegation other) {
        return new HashSet<>(records()).equals(new HashSet<>(other.records()));
    }

    public boolean isServedBy(Name host) {
        return hosts.stream().anyMatch(h -> h.name().equals(host));
    }
}
