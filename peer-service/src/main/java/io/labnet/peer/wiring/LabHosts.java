package io.labnet.peer.wiring;

import io.labnet.peer.http.HostLookup;
import io.labnet.stub.Lookup.Failed;
import io.labnet.stub.Lookup.Found;
import io.labnet.stub.Lookup.NoData;
import io.labnet.stub.Lookup.NoSuchName;
import io.labnet.stub.StubResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks hosts up in the lab's own DNS. */
record LabHosts(StubResolver resolver) implements HostLookup {
    @Override
    public InetAddress addressOf(String host) throws IOException {
        if (host.equals("localhost")) {
            // Never a question to DNS (RFC 6761 section 6.3).
            return InetAddress.ofLiteral("127.0.0.1");
        }
        return switch (resolver.addresses(host)) {
            case Found<InetAddress>(var addresses) -> addresses.getFirst();
            case NoSuchName<InetAddress>(var name) ->
                    throw new UnknownHostException("there is no host " + name);
            case NoData<InetAddress>(var name) ->
                    throw new UnknownHostException(name + " has no address");
            case Failed<InetAddress>(var name, var reason) ->
                    throw new UnknownHostException(name + " cannot be looked up: " + reason);
        };
    }
}
