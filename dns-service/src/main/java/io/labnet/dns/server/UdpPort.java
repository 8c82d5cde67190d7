package io.labnet.dns.server;

import io.labnet.dns.message.PlainQuery;
import io.labnet.dns.message.ReadyAnswer;
import io.labnet.dns.message.ShortReply;
import io.labnet.dns.server.NameService.Repetition;
import io.labnet.dns.server.Responder.Response;
import io.labnet.dns.server.ResponseRates.Fate;
import io.labnet.dns.server.Traffic.Dropped;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one thread does that receives queries by UDP: it answers from the table of ready answers
 * what is usual and known, and whatever else needs no waiting.
 */
final class UdpPort implements Closeable {
    private static final long MILLIS_PER_SECOND = 1000;
    // After so many packets a virtual thread lets others have its carrier.
    private static final int BURST = 64;
    private static final byte[] NO_COOKIE = {};
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

    /**
     * What all ports have in common.
     *
     * @param rates null where replies are not limited
     */
    record Surroundings(
            ReadyAnswers ready,
            Spotlight spotlight,
            @Nullable ResponseRates rates,
            Cookies cookies,
            boolean cookiesRequired,
            Traffic traffic,
            Clock clock) {}

    /** Waits for an answer elsewhere. */
    interface Later {
        /**
         * Begins to wait, and returns.
         *
         * @param isKnown whether the client may be told whatever it asks for
         */
        void await(UdpPort port, Response.Pending later, InetSocketAddress client, boolean isKnown);
    }

    private final UdpSocket socket;
    private final InetSocketAddress address;
    private final Responder responder;
    private final NameService service;
    private final Surroundings around;
    private final Later later;
    private final Tally tally;
    private final PlainQuery query;

    /**
     * A port.
     *
     * @param server tells the addresses of this process apart
     */
    UdpPort(UdpSocket socket, Responder responder, int server, Surroundings around, Later later) {
        this.socket = socket;
        this.address = socket.address();
        this.responder = responder;
        this.service = responder.service();
        this.around = around;
        this.later = later;
        this.tally = responder.tally(Transport.UDP);
        this.query = new PlainQuery(server);
    }

    String role() {
        return service.role();
    }

    /** Answers until the socket is closed. */
    // Virtual threads have no other scheduler than their own consideration.
    @SuppressWarnings("ThreadPriorityCheck")
    void listen() {
        var isVirtual = Thread.currentThread().isVirtual();
        for (int received = 1; socket.isOpen(); received++) {
            try {
                socket.exchange(this::answer);
            } catch (ClosedChannelException closed) {
                LOG.debug("{} has ended", address);
            } catch (IOException unheard) {
                LOG.debug("Nothing heard at {}", address, unheard);
            } catch (RuntimeException | Error bug) {
                // Whatever it was: without this thread nobody is heard here any longer.
                LOG.error("A query at {} cannot be answered", address, bug);
            }
            if (isVirtual && received % BURST == 0) {
                Thread.yield();
            }
        }
    }

    private boolean answer(byte[] wire, int length, InetSocketAddress from, ByteBuffer out) {
        var now = nowSeconds();
        var isShown = around.spotlight().falls(now);
        var isPlain = query.read(wire, length);
        if (!isShown && isPlain && isAnsweredReady(from, out, now)) {
            return mayBeSent(out, from, true, now);
        }
        var generation = service.generation();
        var client = new Client(from, address, Transport.UDP, isShown);
        switch (responder.respond(Arrays.copyOf(wire, length), client)) {
            case Response.Silence() -> around.traffic().dropped(Dropped.NOISE);
            case Response.Ready(var reply, var repetition) -> {
                if (!isShown && isPlain && repetition != Repetition.NONE) {
                    keep(bytes(reply), generation, repetition == Repetition.TURNED, now);
                }
                out.put(reply).flip();
                return mayBeSent(out, from, isPlain, now);
            }
            case Response.Pending pending ->
                    later.await(this, pending, from, isPlain && isKnown(from, now));
        }
        return false;
    }

    private long nowSeconds() {
        return Math.floorDiv(around.clock().millis(), MILLIS_PER_SECOND);
    }

    private boolean isAnsweredReady(InetSocketAddress from, ByteBuffer out, long now) {
        var answer = around.ready().find(query, service.generation(), now);
        if (answer == null
                || !service.welcomes(from.getAddress())
                || (around.cookiesRequired() && query.hasCookie() && !isProven(from, now))) {
            return false;
        }
        answer.write(query, out, cookie(from, now), now);
        tally.asked(query.type());
        tally.answered(answer.rcode());
        around.traffic().repeated(service.isAging());
        return true;
    }

    private byte[] cookie(InetSocketAddress from, long now) {
        return query.hasCookie()
                ? around.cookies().next(query.cookie(), from.getAddress(), now)
                : NO_COOKIE;
    }

    private void keep(byte[] reply, long generation, boolean isTurned, long now) {
        var isAging = service.isAging();
        var answer = ReadyAnswer.of(query, reply, generation, isAging, isTurned, now);
        if (answer != null) {
            around.ready().keep(query, answer, generation, now);
        }
    }

    private static byte[] bytes(ByteBuffer reply) {
        var bytes = new byte[reply.remaining()];
        reply.get(reply.position(), bytes);
        return bytes;
    }

    private boolean mayBeSent(ByteBuffer reply, InetSocketAddress to, boolean isPlain, long now) {
        return (isPlain && isKnown(to, now)) || mayBeSent(reply, to, now);
    }

    // What is too much may still be sent, but cut short.
    private boolean mayBeSent(ByteBuffer reply, InetSocketAddress to, long now) {
        var rates = around.rates();
        var fate = rates == null ? Fate.SENT : rates.fate(to.getAddress(), reply, now);
        if (fate != Fate.SENT) {
            around.traffic().rateLimited();
        }
        if (fate == Fate.CUT_SHORT) {
            ShortReply.cut(reply);
        }
        return fate != Fate.WITHHELD;
    }

    private boolean isKnown(InetSocketAddress client, long now) {
        return around.rates() != null && isProven(client, now);
    }

    // Who has a cookie of ours has heard a reply at its address, so that it is not forged.
    private boolean isProven(InetSocketAddress client, long now) {
        return query.hasCookie()
                && around.cookies().isValid(query.cookie(), client.getAddress(), now);
    }

    /** Sends what was waited for. */
    void send(ByteBuffer reply, InetSocketAddress to, boolean isKnown) {
        try {
            if (isKnown || mayBeSent(reply, to, nowSeconds())) {
                socket.send(reply, to);
            }
        } catch (IOException unsent) {
            LOG.debug("{} cannot be told", to, unsent);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
