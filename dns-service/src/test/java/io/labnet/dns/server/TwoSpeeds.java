package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Reply;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/**
 * Answers at once, but for names that begin with {@code slow}, which wait until they are let go.
 */
final class TwoSpeeds implements NameService {
    private final CountDownLatch slow = new CountDownLatch(1);

    void letGo() {
        slow.countDown();
    }

    @Override
    public String role() {
        return "recursive";
    }

    @Override
    public Decision decide(Query query, InetSocketAddress client) {
        var name = query.question().name();
        if (name.toString().startsWith("slow")) {
            return new Decision.Later(this::awaited);
        }
        if (!name.toString().startsWith("known")) {
            return new Decision.Now(Reply.of(Rcode.NXDOMAIN));
        }
        var answer = new ARecord(name, DClass.IN, 300, client.getAddress());
        var answers = List.<Record>of(answer);
        return new Decision.Now(
                new Reply(Rcode.NOERROR, false, true, answers, List.of(), List.of(), null));
    }

    private Reply awaited() {
        try {
            assertThat(slow.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
        return Reply.of(Rcode.NOERROR);
    }

    @Override
    public long generation() {
        return 0;
    }
}
