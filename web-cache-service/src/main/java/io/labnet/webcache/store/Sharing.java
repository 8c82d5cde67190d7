package io.labnet.webcache.store;

import io.labnet.webcache.message.CacheControl;
import io.labnet.webcache.message.Field;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Response;
import io.labnet.webcache.policy.Lifetime;
import io.labnet.webcache.policy.Received;
import io.labnet.webcache.policy.Terms;
import io.labnet.webcache.policy.VaryKey;
import java.time.Instant;
import java.util.ArrayList;

/**
 * Lets stored heads have in common what they have in common: most lines of an origin's answers are
 * those of its other answers.
 */
final class Sharing {
    private static final Pool<String> WORDS = new Pool<>(1024);
    private static final Pool<Field> LINES = new Pool<>(4096);
    private static final Pool<CacheControl> CONTROLS = new Pool<>(256);
    private static final Pool<Lifetime> LIFETIMES = new Pool<>(256);
    private static final Pool<Instant> TIMES = new Pool<>(256);
    private static final Pool<VaryKey> KEYS = new Pool<>(256);

    private Sharing() {}

    /** An equal head. */
    static Received shared(Received head) {
        var response = head.response();
        var terms = head.terms();
        return new Received(
                new Response(
                        response.status(),
                        WORDS.shared(response.reason()),
                        shared(response.fields())),
                TIMES.shared(head.requested()),
                TIMES.shared(head.received()),
                new Terms(
                        terms.field(),
                        CONTROLS.shared(terms.control()),
                        TIMES.shared(terms.date()),
                        LIFETIMES.shared(terms.lifetime())),
                head.ended());
    }

    /** An equal key. */
    static VaryKey shared(VaryKey key) {
        return KEYS.shared(key);
    }

    private static Fields shared(Fields fields) {
        var lines = new ArrayList<Field>(fields.lines().size());
        for (var line : fields.lines()) {
            lines.add(LINES.shared(new Field(WORDS.shared(line.name()), line.value())));
        }
        return new Fields(lines);
    }
}
