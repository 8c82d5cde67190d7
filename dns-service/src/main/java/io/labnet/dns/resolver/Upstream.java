package io.labnet.dns.resolver;

import io.labnet.dns.message.Question;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xbill.DNS.Message;

/** The network, as the resolver sees it: one question to one server. */
public interface Upstream {
    /**
     * How a question is put.
     *
     * @param recursionDesired whether the server is to ask around for us
     * @param edns whether with an OPT record
     * @param mixedCase whether with letters of random case, which the reply has to repeat
     * @param dnssecOk whether with signatures and denials, in EDNS (RFC 4035 section 3.2.1)
     */
    record Manner(boolean recursionDesired, boolean edns, boolean mixedCase, boolean dnssecOk) {
        public Manner(boolean recursionDesired, boolean edns, boolean mixedCase) {
            this(recursionDesired, edns, mixedCase, false);
        }

        Manner withDnssec(boolean isWanted) {
            return new Manner(recursionDesired, edns, mixedCase, isWanted && edns);
        }

        Manner withoutEdns() {
            return new Manner(recursionDesired, false, mixedCase);
        }
    }

    /**
     * What came back.
     *
     * @param from whence we asked
     * @param roundTrip from the query's last byte to the reply's first
     * @param keepsCase whether the question came back letter for letter
     */
    record Heard(Message message, InetSocketAddress from, Duration roundTrip, boolean keepsCase) {}

    /** A reply came that fits but for the case of its letters, and none by TCP. */
    final class LettersLost extends IOException {
        private static final long serialVersionUID = 1L;

        public LettersLost(IOException byTcp) {
            super("the letters of the question came back in another case", byTcp);
        }
    }

    /**
     * Asks.
     *
     * @param timeout after which the server counts as silent
     * @throws java.net.SocketTimeoutException when nothing came back in time
     * @throws LettersLost when something did, but cannot be told from a forgery
     * @throws IOException when nothing usable came back; the message says what happened
     */
    Heard ask(InetSocketAddress server, Question question, Manner manner, Duration timeout)
            throws IOException;
}
