package io.labnet.dns.message;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Queries and replies in one line, for a trace; small enough to be kept until somebody looks. */
public final class Summary {
    private static final int RECORDS_SHOWN = 4;

    private Summary() {}

    /** Such as {@code A gaia.cs.umass.edu?}. */
    public static Supplier<String> asked(Question question) {
        return () -> question.text() + "?";
    }

    /** Such as {@code UPDATE SOA umass.edu}. */
    public static Supplier<String> asked(int opcode, @Nullable Question question) {
        return () -> Opcode.string(opcode) + (question == null ? "" : " " + question.text());
    }

    /** Such as {@code UPDATE SOA umass.edu: REFUSED}. */
    public static Supplier<String> said(int opcode, @Nullable Question question, int rcode) {
        var asked = asked(opcode, question);
        return () -> asked.get() + ": " + Rcode.string(rcode);
    }

    /**
     * Such as {@code A gaia.cs.umass.edu: 127.80.0.2}, {@code A gaia.cs.umass.edu: referral to
     * umass.edu (dns.cs.umass.edu)} or {@code A no.edu: NXDOMAIN}.
     */
    public static Supplier<String> said(
            @Nullable Question question, int rcode, List<Record> answers, List<Record> authority) {
        var shown = answers.size() > RECORDS_SHOWN ? answers.subList(0, RECORDS_SHOWN) : answers;
        var kept = List.copyOf(shown);
        var servers =
                authority.stream()
                        .filter(NSRecord.class::isInstance)
                        .map(NSRecord.class::cast)
                        .limit(RECORDS_SHOWN)
                        .toList();
        return () -> (question == null ? "" : question.text() + ": ") + text(rcode, kept, servers);
    }

    private static String text(int rcode, List<Record> answers, List<NSRecord> servers) {
        if (rcode != Rcode.NOERROR) {
            return Rcode.string(rcode);
        }
        if (!answers.isEmpty()) {
            return answers.stream().map(Summary::data).collect(Collectors.joining(", "));
        }
        if (servers.isEmpty()) {
            return "no data";
        }
        var names = servers.stream().map(ns -> Names.text(ns.getTarget()));
        return "referral to "
                + Names.text(servers.getFirst().getName())
                + names.collect(Collectors.joining(", ", " (", ")"));
    }

    private static String data(Record record) {
        var data = record.rdataToString();
        return record.getType() == Type.A ? data : Type.string(record.getType()) + " " + data;
    }
}
