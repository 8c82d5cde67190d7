package io.labnet.ca;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;

/**
 * By what its clients call a server (RFC 5280 section 4.2.1.6).
 *
 * @param names the first one names its certificate
 * @param addresses for clients that know no name
 */
public record ServerNames(List<String> names, List<InetAddress> addresses) {
    static final String LOCALHOST = "localhost";

    public ServerNames {
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
    }

    /** A host of the lab, which is also this machine to whoever is on it. */
    public static ServerNames of(String host, InetAddress address) {
        var loopback = InetAddress.ofLiteral("127.0.0.1");
        return new ServerNames(
                List.of(host, LOCALHOST),
                address.equals(loopback) ? List.of(loopback) : List.of(address, loopback));
    }

    String first() {
        return names.getFirst();
    }

    GeneralNames alternatives() {
        var dns = names.stream().map(name -> new GeneralName(GeneralName.dNSName, name));
        var ip =
                addresses.stream()
                        .map(a -> new GeneralName(GeneralName.iPAddress, a.getHostAddress()));
        return new GeneralNames(Stream.concat(dns, ip).toArray(GeneralName[]::new));
    }

    /** Whether a certificate is for these names and addresses, and for no others. */
    boolean areThoseOf(X509Certificate certificate) throws CertificateParsingException {
        var wanted = new TreeSet<>(names);
        addresses.forEach(address -> wanted.add(address.getHostAddress()));
        return wanted.equals(told(certificate.getSubjectAlternativeNames()));
    }

    // Each is a pair of its kind and its text.
    private static Set<String> told(@Nullable Collection<List<?>> alternatives) {
        var told = new TreeSet<String>();
        for (var alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            told.add(alternative.getLast().toString());
        }
        return told;
    }
}
