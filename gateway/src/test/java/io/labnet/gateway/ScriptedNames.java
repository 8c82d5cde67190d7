package io.labnet.gateway;

import io.labnet.gateway.services.NameLookup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** A resolver in whose eyes every name has the addresses that a test says. */
final class ScriptedNames implements NameLookup {
    private volatile List<InetAddress> addresses = List.of();

    ScriptedNames(FakeService... services) {
        are(services);
    }

    void are(FakeService... services) {
        addresses = Stream.of(services).map(one -> InetAddress.ofLiteral(one.address())).toList();
    }

    @Override
    public List<InetAddress> addresses(String name) throws UnknownHostException {
        if (addresses.isEmpty()) {
            throw new UnknownHostException(name);
        }
        return addresses;
    }
}
