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
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
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
         * @param isRepeatable whether the same can be sent to whoever asks the same
         */
        record Ready(ByteBuffer wire, boolean isRepeatable) implements Response {}

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

    /** Never blocks, and never throws: a bug of ours shows as SERVFAIL. */
    Response respond(byte[] wire, Client client) {
        return switch (QueryReader.read(wire)) {
            case Heard.Noise() -> new Response.Silence();
            case Heard.Bad(var envelope, var question, var rcode) -> {
                traffic.asked(client, service.role(), question);
                yield ready(client, envelope, question, Reply.of(rcode), false);
            }
            case Heard.Maintenance about -> respond(about, wire, client);
            case Heard.Query query -> {
                traffic.asked(client, service.role(), query.question());
                yield respond(query, client);
            }
        };
    }

    private Response respond(Heard.Maintenance about, byte[] wire, Client client) {
        var envelope = about.envelope();
        var question = about.question();
        traffic.asked(client, service.role(), envelope.opcode(), question);
        // A response of HTTP holds one message, a transfer has many (RFC 8484 section 6).
        if (maintenance == null || client.transport() == Transport.HTTPS) {
            return ready(client, envelope, question, Reply.of(about.rcode()), false);
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
        traffic.answered(client, opcode, about.question(), ReplyWriter.rcode(first));
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
            return ready(client, envelope, question, unwelcome(), false);
        }
        try {
            return switch (service.decide(query, client.address())) {
                case Decision.Now(var reply, var repeatable) ->
                        ready(client, envelope, question, reply, repeatable);
                case Decision.Later(var reply) ->
                        new Response.Pending(() -> {
                            var wire = written(client, envelope, question, awaited(reply));
                            return Collections.singleton(wire).iterator();
                        });
            };
        } catch (RuntimeException bug) {
            LOG.error("{} cannot be answered", question.text(), bug);
            return ready(client, envelope, question, Reply.of(Rcode.SERVFAIL), false);
        }
    }

    private static Reply awaited(Supplier<Reply> reply) {
        try {
            return reply.get();
        } catch (RuntimeException bug) {
            LOG.error("A search has failed", bug);
            return Reply.of(Rcode.SERVFAIL);
        }
    }

    private static Reply unwelcome() {
        var error = new ExtendedError(ExtendedErrorCodeOption.PROHIBITED, "not an allowed network");
        return new Reply(Rcode.REFUSED, false, false, List.of(), List.of(), List.of(), error);
    }

    private Response ready(
            Client client,
            Envelope envelope,
            @Nullable Question question,
            Reply reply,
            boolean repeatable) {
        var wire = written(client, envelope, question, reply);
        var isKept = repeatable && isUsual(reply) && ReplyWriter.isWhole(wire, envelope, reply);
        return new Response.Ready(ByteBuffer.wrap(wire), isKept);
    }

    private static boolean isUsual(Reply reply) {
        var rcode = reply.rcode();
        return reply.error() == null && (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN);
    }

    private byte[] written(
            Client client, Envelope envelope, @Nullable Question question, Reply reply) {
        traffic.answered(client, question, reply);
        var limit = client.isTcp() ? TCP_LIMIT_BYTES : envelope.udpLimitBytes();
        var edns = envelope.edns();
        if (edns == null) {
            return ReplyWriter.write(envelope, question, reply, List.of(), limit);
        }
        var more = options.answering(edns, client);
        var wire = ReplyWriter.write(envelope, question, reply, more, limit);
        if (!ReplyOptions.isPadded(edns, client)) {
            return wire;
        }
        Padding.filling(wire.length, limit).ifPresent(more::add);
        return ReplyWriter.write(envelope, question, reply, more, limit);
    }
}
