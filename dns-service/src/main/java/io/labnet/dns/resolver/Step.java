package io.labnet.dns.resolver;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * One arrow of the textbook's picture: a question to one server, and what came back.
 *
 * @param kind such as {@code referral} or {@code silence}
 * @param detail for people, such as {@code to umass.edu (dns.cs.umass.edu)}
 * @param rttMicros from the question to the reply; -1 when there was none
 */
public record Step(
        Name server,
        InetSocketAddress address,
        Question question,
        String kind,
        String detail,
        long rttMicros) {
    private static final long NONE = -1;

    static Step silence(NameServer server, Question question, String reason) {
        return new Step(server.name(), server.address(), question, "silence", reason, NONE);
    }

    static Step said(NameServer server, Question question, Reading reading, long rttMicros) {
        return new Step(
                server.name(),
                server.address(),
                question,
                kind(reading),
                detail(reading),
                rttMicros);
    }

    private static String kind(Reading reading) {
        return switch (reading) {
            case Reading.Answer _ -> "answer";
            case Reading.Referral _ -> "referral";
            case Reading.NoSuchName _ -> "no such name";
            case Reading.NoData _ -> "no data";
            case Reading.Useless _ -> "useless";
        };
    }

    private static String detail(Reading reading) {
        return switch (reading) {
            case Reading.Answer(var sets) -> text(sets.stream().flatMap(List::stream).toList());
            case Reading.Referral(var zone, var servers, _) ->
                    "to " + Names.text(zone) + " " + hosts(servers);
            case Reading.NoSuchName(_, var name, _) -> Names.text(name);
            case Reading.NoData(_, var name, _) -> Names.text(name);
            case Reading.Useless(var reason) -> reason;
        };
    }

    private static String text(List<Record> records) {
        return records.stream()
                .map(r -> Type.string(r.getType()) + " " + r.rdataToString())
                .collect(Collectors.joining(", "));
    }

    private static String hosts(List<Record> nameServers) {
        return nameServers.stream()
                .map(ns -> Names.text(((NSRecord) ns).getTarget()))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
