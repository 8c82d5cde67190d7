package io.labnet.dns.registrar;

import io.labnet.dns.message.Names;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DNSSEC.Algorithm;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/** What a delegation must be like before it goes into a top-level domain's zone. */
public final class DelegationRules {
    // As many name servers as the root has; a referral of more would be a long one.
    private static final int HOSTS_MAX = 13;
    private static final int ADDRESSES_MAX = 8;
    private static final int SIGNERS_MAX = 8;
    // RFC 8624 sections 3.1 and 3.3: what validators check and no one should have left.
    private static final Set<Integer> ALGORITHMS =
            Set.of(
                    Algorithm.RSASHA256,
                    Algorithm.RSASHA512,
                    Algorithm.ECDSAP256SHA256,
                    Algorithm.ECDSAP384SHA384,
                    Algorithm.ED25519,
                    Algorithm.ED448);
    private static final Set<Integer> DIGESTS = Set.of(Digest.SHA256, Digest.SHA384);

    private DelegationRules() {}

    /** Everything that is wrong; nothing when it may stand. */
    public static List<Fault> faults(Delegation delegation) {
        var faults = new ArrayList<Fault>();
        var hosts = delegation.hosts();
        if (hosts.isEmpty() || hosts.size() > HOSTS_MAX) {
            faults.add(new Fault("/nameServers", "a domain has 1 to " + HOSTS_MAX + " of them"));
        }
        var names = new HashSet<Name>();
        for (int i = 0; i < Math.min(hosts.size(), HOSTS_MAX); i++) {
            var pointer = "/nameServers/" + i;
            if (!names.add(hosts.get(i).name())) {
                faults.add(new Fault(pointer + "/name", "is named twice: give all its addresses"));
            }
            checkGlue(delegation.domain(), hosts.get(i), pointer + "/addresses", faults);
        }
        checkSigners(delegation.signers(), faults);
        return faults;
    }

    // An address stands where its name belongs (RFC 5731 section 1.1, RFC 5732): the parent
    // knows it only of hosts that could not be found without it.
    private static void checkGlue(Name domain, Host host, String pointer, List<Fault> faults) {
        var isBelow = host.name().subdomain(domain);
        var text = Names.text(host.name());
        if (isBelow && host.addresses().isEmpty()) {
            faults.add(
                    new Fault(
                            pointer,
                            text
                                    + " is below the domain itself: without an address here, nobody"
                                    + " could find it"));
        }
        if (!isBelow && !host.addresses().isEmpty()) {
            faults.add(
                    new Fault(
                            pointer,
                            text + " is not below the domain: its address is told by its own"));
        }
        if (host.addresses().size() > ADDRESSES_MAX) {
            faults.add(new Fault(pointer, "a name server has at most " + ADDRESSES_MAX));
            return;
        }
        for (int i = 0; i < host.addresses().size(); i++) {
            if (!isOneHosts(host.addresses().get(i))) {
                var address = host.addresses().get(i).getHostAddress();
                faults.add(new Fault(pointer + "/" + i, address + " is no host's address"));
            }
        }
    }

    private static boolean isOneHosts(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !address.isLinkLocalAddress()
                && (address.getAddress()[0] & 0xff) != 0xff;
    }

    private static void checkSigners(List<DSRecord> signers, List<Fault> faults) {
        if (signers.size() > SIGNERS_MAX) {
            faults.add(new Fault("/ds", "a domain has at most " + SIGNERS_MAX + " of them"));
            return;
        }
        for (int i = 0; i < signers.size(); i++) {
            var signer = signers.get(i);
            if (!ALGORITHMS.contains(signer.getAlgorithm())) {
                faults.add(
                        new Fault(
                                "/ds/" + i + "/algorithm",
                                signer.getAlgorithm() + " is none of 8, 10, 13, 14, 15 and 16"));
            }
            if (!DIGESTS.contains(signer.getDigestID())) {
                faults.add(
                        new Fault(
                                "/ds/" + i + "/digestType",
                                signer.getDigestID() + " is neither 2 (SHA-256) nor 4 (SHA-384)"));
            }
        }
    }
}
