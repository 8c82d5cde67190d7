package io.labnet.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard.Envelope;
import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Question;
import io.labnet.dns.message.Reply;
import io.labnet.dns.server.AuthoritativeService;
import io.labnet.dns.server.NameService.Decision;
import io.labnet.dns.zone.Zone;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** Whatever a small world is asked, the server says what a plain reading of the RFCs says. */
class OracleTest {
    private static final int SEEDS_EACH = 10;
    private static final InetSocketAddress SOMEBODY = new InetSocketAddress("127.0.0.1", 5353);

    static Reply reply(AuthoritativeService service, Question question) {
        var query = new Query(new Envelope(0, 0, false, false, null), question);
        return switch (service.decide(query, SOMEBODY)) {
            case Decision.Now now -> now.reply();
            case Decision.Later(var reply) -> reply.get();
        };
    }

    static AuthoritativeService service(Map<Name, Zone> zones) {
        return new AuthoritativeService(new Authority(zones.keySet(), zones::get), () -> 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 40, 60, 80, 100, 120, 140})
    void says_what_the_oracle_says(int firstSeed) throws Exception {
        for (int seed = firstSeed; seed < firstSeed + SEEDS_EACH; seed++) {
            var world = SmallWorld.of(seed);
            var oracle = new Oracle(lists(world));
            var service = service(world.zones());
            for (var question : world.questions()) {
                assertThat(Said.of(reply(service, question)))
                        .as("%s? in %s", question.text(), world)
                        .isEqualTo(oracle.answer(question.name(), question.type()));
            }
        }
    }

    private static Map<Name, List<Record>> lists(SmallWorld world) {
        return world.zones().values().stream()
                .collect(Collectors.toMap(Zone::origin, Zone::records));
    }
}
