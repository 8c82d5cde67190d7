package io.labnet.dns.resolver;

import io.labnet.dns.message.Question;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xbill.DNS.Message;

/** The network, as the resolver sees it: one question to one server. */
public interface Upstream {
    /**
     * What came back.
     *
     * @param roundTrip from the query's last byte to the reply's first
     */
    record Heard(Message message, Duration roundTrip) {}

    /**
     * Asks.
     *
     * @param recursionDesired whether the server is to ask around for us
     * @param timeout after which the server counts as silent
     * @throws IOException when nothing usable came back in time; the message says what happened
     */
    Heard ask(
            InetSocketAddress server, Question question, boolean recursionDesired, Duration timeout)
            throws IOException;
}
