package io.labnet.dns.server;

import io.labnet.dns.message.Heard;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Padding;
import io.labnet.dns.message.QueryReader;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Reply.ExtendedError;
import io.labnet.dns.message.ReplyWriter;
import io.labnet.dns.server.NameService.Decision;
import io.labnet.dns.server.NameService.Repetition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Rcode;

/** From a client's bytes to the bytes of its reply; the same for UDP and TCP. */
final class Responder {
    private static final int TCP_LIMIT_BYTES = 65_535;
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

    /** What is to be sent. */
    sealed interface Response {
        record Silence() implements Response {}

        /**
         * A reply.
         *
         * @param repetition what can be sent to others that ask the same
         */
        record Ready(ByteBuffer wire, Repetition repetition) implements Response {}

        /**
         * Not known yet.
         *
         * @param messages blocks until they are there, as the iterator may; never throws
         */
        record Pending(Supplier<Iterator<byte[]>> messages) implements Response {}
    }

    private final NameService service;
    private final @Nullable ZoneMaintenance maintenance;
    private final ReplyOptions options;
    private final Traffic traffic;

    Responder(
            NameService service,
            @Nullable ZoneMaintenance maintenance,
            ReplyOptions options,
            Traffic traffic) {
        this.service = service;
        this.maintenance = maintenance;
        this.options = options;
        this.traffic = traffic;
    }

    NameService service() {
        return service;
    }

    /** The counters of what is said and heard in one way. */
    Tally tally(Transport transport) {
        return traffic.tally(service.role(), transport);
    }

    private Tally tally(Client client) {
        return tally(client.transport());
    }

    /** Never blocks, and never throws: a bug of ours shows as SERVFAIL. */
    Response respond(byte[] wire, Client client) {
        return switch (QueryReader.read(wire)) {
            case Heard.Noise() -> new Response.Silence();
            case Heard.Bad bad -> {
                traffic.asked(client, tally(client), bad.question());
                var error = Reply.of(rcode(bad, client));
                yield alone(client, bad.envelope(), bad.question(), error);
            }
            case Heard.Maintenance about -> respond(about, wire, client);
            case Heard.Query query -> {
                traffic.asked(client, tally(client), query.question());
                yield respond(query, client);
            }
        };
    }

    // Who asks for a cookie alone learns whether the one it has is good (RFC 7873 section 5.4).
    private int rcode(Heard.Bad bad, Client client) {
        return bad.rcode() == Rcode.NOERROR && options.isWrongCookie(bad.envelope(), client)
                ? Rcode.BADCOOKIE
                : bad.rcode();
    }

    private Response respond(Heard.Maintenance about, byte[] wire, Client client) {
        var envelope = about.envelope();
        var question = about.question();
        traffic.asked(client, tally(client), envelope.opcode(), question);
        // A response of HTTP holds one message, a transfer has many (RFC 8484 section 6).
        if (maintenance == null || client.transport() == Transport.HTTPS) {
            return alone(client, envelope, question, Reply.of(about.rcode()));
        }
        return new Response.Pending(() -> maintained(maintenance, about, wire, client));
    }

    private Iterator<byte[]> maintained(
            ZoneMaintenance maintenance, Heard.Maintenance about, byte[] wire, Client client) {
        var server = client.server().getAddress();
        var messages = maintenance.respond(wire, client.address(), server, client.isTcp());
        if (!messages.hasNext()) {
            return messages;
        }
        var first = messages.next();
        var opcode = about.envelope().opcode();
        var rcode = ReplyWriter.rcode(first);
        traffic.answered(client, tally(client), opcode, about.question(), rcode);
        return new Iterator<>() {
            private boolean isFirst = true;

            @Override
            public boolean hasNext() {
                return isFirst || messages.hasNext();
            }

            @Override
            public byte[] next() {
                var next = isFirst ? first : messages.next();
                isFirst = false;
                return next;
            }
        };
    }

    private Response respond(Heard.Query query, Client client) {
        var envelope = query.envelope();
        var question = query.question();
        if (!service.welcomes(client.address().getAddress())) {
            return alone(client, envelope, question, unwelcome());
        }
        if (options.demandsCookie(envelope, client)) {
            return alone(client, envelope, question, Reply.of(Rcode.BADCOOKIE));
        }
        try {
            return switch (service.decide(query, client.address())) {
                case Decision.Now now -> ready(client, envelope, question, now);
                case Decision.Later(var reply) ->
                        new Response.Pending(() -> {
                            var wire = awaited(client, envelope, question, reply);
                            return Collections.singleton(wire).iterator();
                        });
            };
        } catch (RuntimeException bug) {
            LOG.error("{} cannot be answered", question.text(), bug);
            return alone(client, envelope, question, Reply.of(Rcode.SERVFAIL));
        }
    }

    private byte[] awaited(
            Client client, Envelope envelope, Question question, Supplier<Reply> reply) {
        try {
            return written(client, envelope, question, new Decision.Now(reply.get(), false));
        } catch (RuntimeException bug) {
            LOG.error("{} cannot be answered", question.text(), bug);
            var failure = new Decision.Now(Reply.of(Rcode.SERVFAIL), false);
            return written(client, envelope, question, failure);
        }
    }

    private static Reply unwelcome() {
        return Reply.of(
                Rcode.REFUSED,
                new ExtendedError(ExtendedErrorCodeOption.PROHIBITED, "not an allowed network"));
    }

    private Response alone(
            Client client, Envelope envelope, @Nullable Question question, Reply reply) {
        return ready(client, envelope, question, new Decision.Now(reply, false));
    }

    private Response ready(
            Client client, Envelope envelope, @Nullable Question question, Decision.Now now) {
        var reply = now.reply();
        var wire = written(client, envelope, question, now);
        var isKept = isUsual(reply) && ReplyWriter.isWhole(wire, envelope, reply);
        var repetition = isKept ? now.repetition() : Repetition.NONE;
        return new Response.Ready(ByteBuffer.wrap(wire), repetition);
    }

    private static boolean isUsual(Reply reply) {
        var rcode = reply.rcode();
        return reply.error() == null && (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN);
    }

    private byte[] written(
            Client client, Envelope envelope, @Nullable Question question, Decision.Now now) {
        traffic.answered(client, tally(client), question, now.reply());
        var limit = client.isTcp() ? TCP_LIMIT_BYTES : envelope.udpLimitBytes();
        var edns = envelope.edns();
        var reply = now.reply();
        if (edns == null) {
            return ReplyWriter.write(envelope, question, reply, now.options(), limit);
        }
        var more = new ArrayList<>(now.options());
        more.addAll(options.answering(edns, client));
        var wire = ReplyWriter.write(envelope, question, reply, more, limit);
        if (!ReplyOptions.isPadded(edns, client)) {
            return wire;
        }
        Padding.filling(wire.length, limit).ifPresent(more::add);
        return ReplyWriter.write(envelope, question, reply, more, limit);
    }
}
