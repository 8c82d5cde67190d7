package io.labnet.dns.resolver;

import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What a resolver says about a name of its own accord, whatever the name's servers would say.
 *
 * @param name the name; one that begins with {@code *} stands for all that is below the rest
 * @param verdict what is said
 * @param addresses of a name that is given others
 * @param isClientsWish whether the clients want it so, rather than the operator
 */
public record LocalRule(
        Name name, Verdict verdict, List<InetAddress> addresses, boolean isClientsWish) {
    private static final int ADDRESSES_MAX = 16;
    private static final long TTL_SECONDS = 30;
    private static final String CLIENTS_WISH = "filtered";

    /** What is said about a name. */
    public enum Verdict {
        /** It does not exist. */
        NXDOMAIN,
        /** It exists, and has nothing. */
        NODATA,
        /** It has these addresses, and nothing else. */
        ADDRESS
    }

    /**
     * Reads a rule.
     *
     * @param text such as {@code ads.example=NXDOMAIN}, {@code *.ads.example=NODATA filtered} or
     *     {@code www.example=127.0.0.1 127.0.0.2}
     * @throws IllegalArgumentException when it is not written so; the message says what is wrong
     */
    public static LocalRule parse(String text) {
        // The last one, for a name can have it too.
        var between = text.lastIndexOf('=');
        if (between < 0) {
            throw new IllegalArgumentException("\"" + text + "\" has no = between name and answer");
        }
        var answer = text.substring(between + 1).strip();
        return of(text.substring(0, between).strip(), List.of(answer.split("\\s+")));
    }

    /**
     * Reads a rule.
     *
     * @param name a domain name, perhaps with an asterisk as its first label
     * @param answer one of {@code NXDOMAIN} and {@code NODATA}, or addresses; then perhaps {@code
     *     filtered}
     * @throws IllegalArgumentException when it cannot be; the message says what is wrong
     */
    public static LocalRule of(String name, List<String> answer) {
        var words = new ArrayList<>(answer);
        var isClientsWish = words.remove(CLIENTS_WISH);
        var owner = name(name);
        var verdicts = List.of(Verdict.NXDOMAIN.name(), Verdict.NODATA.name());
        if (words.size() == 1 && verdicts.contains(words.getFirst().toUpperCase(Locale.ROOT))) {
            var verdict = Verdict.valueOf(words.getFirst().toUpperCase(Locale.ROOT));
            return new LocalRule(owner, verdict, List.of(), isClientsWish);
        }
        if (words.isEmpty() || words.size() > ADDRESSES_MAX) {
            throw new IllegalArgumentException(
                    "A name is given 1 to " + ADDRESSES_MAX + " addresses, NXDOMAIN or NODATA");
        }
        return new LocalRule(
                owner,
                Verdict.ADDRESS,
                words.stream().map(LocalRule::address).toList(),
                isClientsWish);
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException malformed) {
            throw new IllegalArgumentException("\"" + text + "\" is no domain name", malformed);
        }
    }

    private static InetAddress address(String text) {
        try {
            // A record cannot hold the interface of fe80::1%eth0, which may be gone at the next
            // start, too.
            if (!text.contains("%")) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException malformed) {
            // It is said below.
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is neither an address nor NXDOMAIN or NODATA");
    }

    /** The answer as it is written, such as {@code NXDOMAIN filtered}. */
    public List<String> answer() {
        var words = new ArrayList<String>();
        switch (verdict) {
            case NXDOMAIN, NODATA -> words.add(verdict.name());
            case ADDRESS -> addresses.forEach(a -> words.add(a.getHostAddress()));
        }
        if (isClientsWish) {
            words.add(CLIENTS_WISH);
        }
        return words;
    }

    /** The rule as {@link #parse} reads it. */
    public String text() {
        return Names.text(name) + "=" + String.join(" ", answer());
    }

    /**
     * What is said to a question about a name that the rule is for.
     *
     * @param aliases which led to the name
     */
    Outcome outcome(Question question, List<Record> aliases) {
        return new Outcome.Noted(
                switch (verdict) {
                    case NXDOMAIN -> new Outcome.NoSuchName(aliases, null);
                    case NODATA -> new Outcome.NoData(aliases, null);
                    case ADDRESS -> answer(question, aliases);
                },
                new Outcome.Trouble(code(), "a local rule for " + Names.text(name)));
    }

    // RFC 8914 sections 4.5, 4.16 and 4.18.
    private int code() {
        if (isClientsWish) {
            return ExtendedErrorCodeOption.FILTERED;
        }
        return verdict == Verdict.ADDRESS
                ? ExtendedErrorCodeOption.FORGED_ANSWER
                : ExtendedErrorCodeOption.BLOCKED;
    }

    private Outcome answer(Question question, List<Record> aliases) {
        var records = addresses.stream().map(a -> record(question.name(), a)).toList();
        var asked =
                records.stream()
                        .filter(r -> r.getType() == question.type() || question.type() == Type.ANY)
                        .toList();
        return asked.isEmpty()
                ? new Outcome.NoData(aliases, null)
                : new Outcome.Answer(concatenated(aliases, asked));
    }

    private static Record record(Name owner, InetAddress address) {
        return switch (address) {
            case Inet4Address v4 -> new ARecord(owner, DClass.IN, TTL_SECONDS, v4);
            case Inet6Address v6 -> new AAAARecord(owner, DClass.IN, TTL_SECONDS, v6);
            default -> throw new IllegalStateException("neither IPv4 nor IPv6: " + address);
        };
    }

    private static List<Record> concatenated(List<Record> first, List<Record> then) {
        var all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }
}
