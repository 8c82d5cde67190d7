package io.labnet.webcache.proxy;

import io.labnet.webcache.message.Forwarded;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.policy.Forwarding;

/** A client's request as it goes on to an origin. */
final class Outgoing {
    private Outgoing() {}

    static Request of(Request asked, ClientStream client, Parts parts) {
        var outgoing = Forwarding.toOrigin(asked, client.version(), parts.pseudonym());
        if (parts.upstream().sites().of(asked.target().host()).isEmpty()) {
            // Whose request it is concerns the sites of this edge alone.
            return outgoing;
        }
        var host = asked.target().authority();
        var address = client.remote().getAddress();
        var scheme = asked.target().scheme();
        return outgoing.with(Forwarded.by(outgoing.fields(), address, host, scheme));
    }
}
