package io.labnet.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.dnssec.Denial;
import io.labnet.dns.dnssec.SigningAlgorithm;
import io.labnet.dns.dnssec.TestKeys;
import io.labnet.dns.message.Heard.Edns;
import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.ReplyWriter;
import io.labnet.dns.server.AuthoritativeService;
import io.labnet.dns.server.NameService.Decision;
import io.labnet.dns.zone.Zone;
import io.labnet.dns.zone.ZoneFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;

/** Whatever a signed small world is asked with DO, dnsjava's validator finds it proven. */
class SecuredTest {
    private static final InetSocketAddress SOMEBODY = new InetSocketAddress("127.0.0.1", 5353);
    private static final int SEEDS_EACH = 1;
    private static final int REPLY_BYTES_MAX = 65_535;
    private static final List<Integer> ASKED = List.of(Type.A, Type.TXT, Type.CNAME, Type.DS);

    @ParameterizedTest
    @CsvSource({"NSEC, 0", "NSEC3, 0", "NSEC, 100", "NSEC3, 100"})
    void proves_what_it_says(Denial denial, int firstSeed) throws Exception {
        var faults = new ArrayList<String>();
        var proven = 0;
        for (int seed = firstSeed; seed < firstSeed + SEEDS_EACH; seed++) {
            var world = SmallWorld.of(seed);
            var zone = signed(world.zones().values().iterator().next(), denial);
            var ours = new Ours(zone);
            var validator = validator(ours, zone);
            for (var question : world.questions()) {
                if (!isProvable(question, zone)) {
                    continue;
                }
                proven++;
                var reply = validator.send(query(question));
                if (!reply.getHeader().getFlag(Flags.AD)) {
                    faults.add(
                            "%s?\n%s\n%s".formatted(question.text(), reply, ours.answer(question)));
                }
            }
            assertThat(faults.stream().limit(3))
                    .as("%d faults of %s", faults.size(), world)
                    .isEmpty();
        }
        assertThat(proven).isGreaterThan(SEEDS_EACH * 100);
    }

    private static Zone signed(Zone zone, Denial denial) throws ZoneFault {
        var signer = TestKeys.signer(zone.origin(), SigningAlgorithm.ECDSAP256SHA256, denial);
        return zone.apply(Objects.requireNonNull(signer.renew(zone, Instant.now(), false)));
    }

    // What is below a cut is others' to prove, and so is what is asked of the parent.
    private static boolean isProvable(Question question, Zone zone) {
        var name = question.name();
        if (!ASKED.contains(question.type())
                || (question.type() == Type.DS && name.equals(zone.origin()))) {
            return false;
        }
        return switch (new Authority(Map.of(zone.origin(), zone).keySet(), _ -> zone)
                .decide(question)) {
            case Verdict.Answer(var answers, _) ->
                    answers.getLast().getType() == question.type() && !isLoop(answers);
            case Verdict.NoData(var aliases, _) -> !isBareWildcard(zone, last(name, aliases));
            case Verdict.NameError _ -> true;
            case Verdict.Delegation _,
                    Verdict.NameTooLong _,
                    Verdict.NotReady _,
                    Verdict.Refused _ ->
                    false;
        };
    }

    // Where the wildcard itself owns nothing and only has names below it, the record that spans it
    // proves that; dnsjava, as Unbound, looks for one that the wildcard owns. What NS records at a
    // wildcard mean is not defined (RFC 4592 section 4.2).
    private static boolean isBareWildcard(Zone zone, Name name) {
        var path = zone.path(name);
        var isThere = path.size() > name.labels() - zone.origin().labels();
        var wildcard = path.getLast().wildcard();
        return !isThere
                && wildcard != null
                && (wildcard.records().isEmpty() || wildcard.has(Type.NS));
    }

    private static Name last(Name asked, List<Record> aliases) {
        return aliases.isEmpty() ? asked : ((CNAMERecord) aliases.getLast()).getTarget();
    }

    private static boolean isLoop(List<Record> answers) {
        return answers.stream().filter(r -> r.getType() == Type.CNAME).count() > 8;
    }

    private static ValidatingResolver validator(Ours ours, Zone zone) throws IOException {
        var validator = new ValidatingResolver(ours);
        var anchors = new StringBuilder();
        zone.records(zone.origin(), Type.DNSKEY).forEach(key -> anchors.append(key).append('\n'));
        validator.loadTrustAnchors(
                new ByteArrayInputStream(anchors.toString().getBytes(StandardCharsets.US_ASCII)));
        return validator;
    }

    private static Message query(Question question) {
        var query = Message.newQuery(Record.newRecord(question.name(), question.type(), DClass.IN));
        query.addRecord(
                new org.xbill.DNS.OPTRecord(REPLY_BYTES_MAX, 0, 0, ExtendedFlags.DO),
                Section.ADDITIONAL);
        return query;
    }

    /** The authority, as the validator asks it. */
    private static final class Ours implements Resolver {
        private final AuthoritativeService service;

        Ours(Zone zone) {
            this.service = OracleTest.service(Map.of(zone.origin(), zone));
        }

        Message answer(Question question) throws IOException {
            var envelope = new Envelope(7, 0, true, true, new Edns(REPLY_BYTES_MAX, true));
            var query = new Query(envelope, question);
            var decided = (Decision.Now) service.decide(query, SOMEBODY);
            return new Message(
                    ReplyWriter.write(
                            envelope, question, decided.reply(), List.of(), REPLY_BYTES_MAX));
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query) {
            var asked = query.getQuestion();
            try {
                var reply = answer(new Question(asked.getName(), asked.getType()));
                reply.getHeader().setID(query.getHeader().getID());
                return CompletableFuture.completedFuture(reply);
            } catch (IOException broken) {
                return CompletableFuture.failedFuture(broken);
            }
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            return sendAsync(query);
        }

        @Override
        public void setPort(int port) {}

        @Override
        public void setTCP(boolean flag) {}

        @Override
        public void setIgnoreTruncation(boolean flag) {}

        @Override
        public void setEDNS(
                int version, int payloadSize, int flags, @Nullable List<EDNSOption> options) {}

        @Override
        public void setTSIGKey(@Nullable TSIG key) {}

        @Override
        public void setTimeout(@Nullable Duration timeout) {}
    }
}
