package io.labnet.dns.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 8484 section 5.1. */
class FreshnessTest {
    private static final Name NAME = Name.fromConstantString("www.poly.edu.");

    private static Arguments reply(String what, long seconds, int rcode, String... records) {
        return Arguments.of(what, seconds, rcode, records);
    }

    // Of answers alone a record's text begins with its TTL, of authority with a word before it.
    static Stream<Arguments> replies() {
        return Stream.of(
                reply("an answer", 60, Rcode.NOERROR, "60 A 127.80.0.1"),
                reply(
                        "the least of all TTLs",
                        5,
                        Rcode.NOERROR,
                        "60 A 127.80.0.1",
                        "5 A 127.80.0.2"),
                reply("an answer of no duration", 0, Rcode.NOERROR, "0 A 127.80.0.1"),
                reply(
                        "no such name",
                        20,
                        Rcode.NXDOMAIN,
                        "authority 90 SOA ns.poly.edu. root.poly.edu. 1 1 1 1 20"),
                reply(
                        "no data, of a SOA that is older",
                        10,
                        Rcode.NOERROR,
                        "authority 10 SOA ns.poly.edu. root.poly.edu. 1 1 1 1 20"),
                reply(
                        "an alias that leads nowhere",
                        7,
                        Rcode.NXDOMAIN,
                        "7 CNAME gone.poly.edu.",
                        "authority 90 SOA ns.poly.edu. root.poly.edu. 1 1 1 1 20"),
                reply("a referral", 0, Rcode.NOERROR, "authority 600 NS ns.poly.edu."),
                reply("nothing at all", 0, Rcode.NOERROR),
                reply("a failure", 0, Rcode.SERVFAIL),
                reply("a failure on the way", 0, Rcode.SERVFAIL, "60 CNAME gone.poly.edu."),
                reply("a refusal", 0, Rcode.REFUSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void a_reply_is_fresh_for(String what, long seconds, int rcode, String[] records)
            throws Exception {
        var message = Message.newQuery(Record.newRecord(NAME, Type.A, DClass.IN));
        message.getHeader().setRcode(rcode);
        for (var text : records) {
            var words = text.split(" ", -1);
            var section = words[0].equals("authority") ? Section.AUTHORITY : Section.ANSWER;
            var at = section == Section.AUTHORITY ? 1 : 0;
            var data = String.join(" ", Arrays.copyOfRange(words, at + 2, words.length));
            message.addRecord(
                    Record.fromString(
                            NAME,
                            Type.value(words[at + 1]),
                            DClass.IN,
                            Long.parseLong(words[at]),
                            data,
                            Name.root),
                    section);
        }
        assertThat(Freshness.seconds(message.toWire())).as(what).isEqualTo(seconds);
    }
}
