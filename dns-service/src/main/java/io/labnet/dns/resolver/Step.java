package io.labnet.dns.resolver;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * A question to one server, and what came back: two arrows of the textbook's picture.
 *
 * @param zone as whose server it was asked
 * @param knownBy how that zone's servers came to be known
 * @param from whence it was asked; null when nothing came back
 * @param kind such as {@code referral} or {@code silence}
 * @param detail for people, such as {@code to umass.edu (dns.cs.umass.edu)}
 * @param rttMicros from the question to the reply; -1 when there was none
 */
public record Step(
        Name server,
        InetSocketAddress address,
        Name zone,
        KnownBy knownBy,
        @Nullable InetSocketAddress from,
        Question question,
        String kind,
        String detail,
        long rttMicros) {
    private static final long NONE = -1;
    static final int RECORDS_SHOWN = 8;
    private static final int CHARS_SHOWN = 500;

    static Step silence(NameServer server, Cut cut, Question question, String reason) {
        return new Step(
                server.name(),
                server.address(),
                cut.zone(),
                cut.knownBy(),
                null,
                question,
                "silence",
                reason,
                NONE);
    }

    static Step said(
            NameServer server, Cut cut, Question question, Reading reading, Upstream.Heard heard) {
        return new Step(
                server.name(),
                server.address(),
                cut.zone(),
                cut.knownBy(),
                heard.from(),
                question,
                kind(reading, question),
                detail(reading),
                heard.roundTrip().toNanos() / 1000);
    }

    private static String kind(Reading reading, Question question) {
        return switch (reading) {
            case Reading.Answer(var sets, _) ->
                    isAlias(sets.getLast(), question) ? "alias" : "answer";
            case Reading.Referral _ -> "referral";
            case Reading.NoSuchName _ -> "no such name";
            case Reading.NoData _ -> "no data";
            case Reading.Useless _ -> "useless";
        };
    }

    // An alias whose target somebody else has to be asked about.
    private static boolean isAlias(List<Record> last, Question question) {
        var type = last.getFirst().getType();
        return type != question.type()
                && question.type() != Type.ANY
                && (type == Type.CNAME || type == Type.DNAME);
    }

    private static String detail(Reading reading) {
        return switch (reading) {
            case Reading.Answer(var sets, _) -> text(sets.stream().flatMap(List::stream).toList());
            case Reading.Referral(var zone, var servers, _) ->
                    "to " + Names.text(zone) + " " + hosts(servers);
            case Reading.NoSuchName(_, var name, _) -> Names.text(name);
            case Reading.NoData(_, var name, _) -> Names.text(name);
            case Reading.Useless(var reason) -> reason;
        };
    }

    static String text(List<Record> records) {
        var text =
                records.stream()
                        .limit(RECORDS_SHOWN)
                        .map(r -> Type.string(r.getType()) + " " + r.rdataToString())
                        .collect(Collectors.joining(", "));
        return text.length() > CHARS_SHOWN ? text.substring(0, CHARS_SHOWN) + "..." : text;
    }

    private static String hosts(List<Record> nameServers) {
        return nameServers.stream()
                .limit(RECORDS_SHOWN)
                .map(ns -> Names.text(((NSRecord) ns).getTarget()))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
