package io.labnet.dns.server;

import io.labnet.dns.message.Heard;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.QueryReader;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.message.Reply.ExtendedError;
import io.labnet.dns.message.ReplyWriter;
import io.labnet.dns.server.NameService.Decision;
import java.nio.ByteBuffer;
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

        record Ready(ByteBuffer wire) implements Response {}

        /**
         * Not known yet.
         *
         * @param messages blocks until they are there, as the iterator may; never throws
         */
        record Pending(Supplier<Iterator<byte[]>> messages) implements Response {}
    }

    private final NameService service;
    private final @Nullable ZoneMaintenance maintenance;
    private final Traffic traffic;

    Responder(NameService service, @Nullable ZoneMaintenance maintenance, Traffic traffic) {
        this.service = service;
        this.maintenance = maintenance;
        this.traffic = traffic;
    }

    /** Never blocks, and never throws: a bug of ours shows as SERVFAIL. */
    Response respond(byte[] wire, Client client) {
        if (maintenance != null && QueryReader.isAboutZones(wire)) {
            var server = client.server().getAddress();
            return new Response.Pending(
                    () -> maintenance.respond(wire, client.address(), server, client.isTcp()));
        }
        return switch (QueryReader.read(wire)) {
            case Heard.Noise() -> new Response.Silence();
            case Heard.Bad(var envelope, var question, var rcode) -> {
                traffic.asked(client, service.role(), question);
                yield ready(client, envelope, question, Reply.of(rcode));
            }
            case Heard.Query query -> {
                traffic.asked(client, service.role(), query.question());
                yield respond(query, client);
            }
        };
    }

    private Response respond(Heard.Query query, Client client) {
        var envelope = query.envelope();
        var question = query.question();
        if (!service.welcomes(client.address().getAddress())) {
            return ready(client, envelope, question, unwelcome());
        }
        try {
            return switch (service.decide(query, client.address())) {
                case Decision.Now(var reply) -> ready(client, envelope, question, reply);
                case Decision.Later(var reply) ->
                        new Response.Pending(() -> {
                            var wire = written(client, envelope, question, awaited(reply));
                            return List.of(wire).iterator();
                        });
            };
        } catch (RuntimeException bug) {
            LOG.error("{} cannot be answered", question.text(), bug);
            return ready(client, envelope, question, Reply.of(Rcode.SERVFAIL));
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
            Client client, Envelope envelope, @Nullable Question question, Reply reply) {
        return new Response.Ready(ByteBuffer.wrap(written(client, envelope, question, reply)));
    }

    private byte[] written(
            Client client, Envelope envelope, @Nullable Question question, Reply reply) {
        traffic.answered(client, question, reply);
        var limit = client.isTcp() ? TCP_LIMIT_BYTES : envelope.udpLimitBytes();
        return ReplyWriter.write(envelope, question, reply, limit);
    }
}
