package io.labnet.dns.transfer;

import io.labnet.dns.message.Names;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/**
 * A zone that we have from others.
 *
 * @param primaries from whom, in the order in which they are asked
 * @param key with which all is signed; null when nothing is
 * @param isCatalog whether it names other zones that are copied, too
 */
public record Copy(
        Name origin, List<InetSocketAddress> primaries, @Nullable TsigKey key, boolean isCatalog) {
    public Copy(Name origin, List<InetSocketAddress> primaries, @Nullable TsigKey key) {
        this(origin, primaries, key, false);
    }

    public Copy {
        primaries = List.copyOf(primaries);
        if (primaries.isEmpty()) {
            throw new IllegalArgumentException(
                    "the secondary zone " + Names.text(origin) + " needs a primary");
        }
    }

    /** Whether somebody may tell us that the zone has changed (RFC 1996 section 3.10). */
    boolean believes(InetAddress client, @Nullable Name signer) {
        return (key != null && key.name().equals(signer))
                || primaries.stream().anyMatch(primary -> primary.getAddress().equals(client));
    }

    @Override
    public String toString() {
        return "the copy of " + Names.text(origin);
    }
}
