package io.labnet.dns.server;

import io.labnet.dns.message.Question;
import io.labnet.dns.resolver.Upstream;
import io.labnet.dns.server.OutgoingQuery.Match;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * The resolver's questions on real sockets: UDP, and TCP when the reply was cut short, or may have
 * been forged.
 */
public final class SocketUpstream implements Upstream {
    private final Set<InetSocketAddress> ours;
    private final Traffic traffic;
    private final SecureRandom random = new SecureRandom();
    private final CookieJar cookies = new CookieJar(random);

    /**
     * An upstream.
     *
     * @param ours where this very process listens: what is said to those is traced there, and would
     *     otherwise be seen twice
     */
    public SocketUpstream(Set<InetSocketAddress> ours, Traffic traffic) {
        this.ours = Set.copyOf(ours);
        this.traffic = traffic;
    }

    @Override
    public Heard ask(InetSocketAddress server, Question question, Manner manner, Duration timeout)
            throws IOException {
        try {
            var query = query(server, question, manner);
            var heard = byUdp(server, query, question, timeout);
            if (heard.message().getRcode() == Rcode.BADCOOKIE) {
                // It has brought the cookie that it wants to see (RFC 7873 section 5.3).
                query = query(server, question, manner);
                heard = byUdp(server, query, question, timeout);
            }
            if (manner.edns() && cookies.see(server, heard.message()) == CookieJar.Standing.LACKS) {
                return withoutCookie(server, query, question, timeout);
            }
            if (!heard.keepsCase()) {
                return confirmed(server, query, question, timeout);
            }
            return isToBeHadByTcp(heard.message())
                    ? byTcp(server, query, question, timeout)
                    : heard;
        } catch (SocketTimeoutException silent) {
            var timedOut = new SocketTimeoutException("no answer in " + timeout.toMillis() + " ms");
            timedOut.initCause(silent);
            throw timedOut;
        }
    }

    private OutgoingQuery query(InetSocketAddress server, Question question, Manner manner) {
        return new OutgoingQuery(question, manner, cookies.of(server), random);
    }

    private static boolean isToBeHadByTcp(Message reply) {
        return reply.getHeader().getFlag(Flags.TC) || reply.getRcode() == Rcode.BADCOOKIE;
    }

    // Another server may have taken its place, or a forger. If nobody confirms it, the next
    // question is asked of it as of a stranger.
    private Heard withoutCookie(
            InetSocketAddress server, OutgoingQuery query, Question question, Duration timeout)
            throws IOException {
        cookies.forget(server);
        return byTcp(server, query, question, timeout);
    }

    // Nobody off the path can forge a reply by TCP. Students' servers often have none: those are
    // asked in plain letters then, which leaves a forger the id and the port to guess.
    private Heard confirmed(
            InetSocketAddress server, OutgoingQuery query, Question question, Duration timeout)
            throws LettersLost {
        try {
            return byTcp(server, query, question, timeout);
        } catch (IOException none) {
            throw new LettersLost(none);
        }
    }

    private Heard byUdp(
            InetSocketAddress server, OutgoingQuery query, Question question, Duration timeout)
            throws IOException {
        try (var connection = UdpConnection.to(server)) {
            traffic.asks(connection.local(), server, question, isTraced(server));
            var started = System.nanoTime();
            connection.send(query.wire());
            return awaited(connection, server, query, question, started, timeout);
        }
    }

    private Heard awaited(
            UdpConnection connection,
            InetSocketAddress server,
            OutgoingQuery query,
            Question question,
            long started,
            Duration timeout)
            throws IOException {
        var local = connection.local();
        var deadline = started + timeout.toNanos();
        while (true) {
            var bytes = connection.receive(TimedReading.millisLeft(deadline));
            var match = query.match(bytes);
            var reply = match == Match.NONE ? null : query.read(bytes);
            // Whatever does not fit is taken for a forgery: the true reply may still come.
            if (reply != null && cookies.see(server, reply) != CookieJar.Standing.FORGED) {
                var roundTrip = Duration.ofNanos(System.nanoTime() - started);
                told(local, server, question, reply);
                return new Heard(reply, local, roundTrip, match == Match.EXACT);
            }
        }
    }

    private Heard byTcp(
            InetSocketAddress server, OutgoingQuery query, Question question, Duration timeout)
            throws IOException {
        var started = System.nanoTime();
        var deadline = started + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, TimedReading.millisLeft(deadline));
            socket.setTcpNoDelay(true);
            var local = (InetSocketAddress) socket.getLocalSocketAddress();
            traffic.asks(local, server, question, isTraced(server));
            socket.getOutputStream().write(TcpListener.framed(ByteBuffer.wrap(query.wire())));
            var bytes = TimedReading.message(socket, deadline);
            var match = query.match(bytes);
            var reply = match == Match.NONE ? null : query.read(bytes);
            if (reply == null) {
                throw new IOException("a reply by TCP that does not fit its query");
            }
            told(local, server, question, reply);
            var roundTrip = Duration.ofNanos(System.nanoTime() - started);
            return new Heard(reply, local, roundTrip, match == Match.EXACT);
        }
    }

    private void told(
            InetSocketAddress local, InetSocketAddress server, Question question, Message reply) {
        if (isTraced(server)) {
            traffic.told(local, server, question, reply);
        }
    }

    private boolean isTraced(InetSocketAddress server) {
        return !ours.contains(server);
    }
}
