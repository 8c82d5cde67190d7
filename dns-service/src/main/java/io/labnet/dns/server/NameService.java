package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Reply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** What a name server does with a query that it has understood. */
public interface NameService {
    /** What comes of a query. */
    sealed interface Decision {
        /**
         * The reply, at once.
         *
         * @param repeatable whether every client that asks the same, in this {@link #generation},
         *     is to be told the same
         */
        record Now(Reply reply, boolean repeatable) implements Decision {
            public Now(Reply reply) {
                this(reply, true);
            }
        }

        /**
         * The reply, after others were asked.
         *
         * @param reply blocks until it is there
         */
        record Later(Supplier<Reply> reply) implements Decision {}
    }

    /** What this service is, such as {@code authoritative}. */
    String role();

    /** Decides without ever blocking. */
    Decision decide(Query query, InetSocketAddress client);

    /** Another number whenever what was answered before may be wrong now, other than by its age. */
    long generation();

    /** Whether the TTLs of answers count down, until they must be asked for anew. */
    default boolean isAging() {
        return false;
    }

    /** Whether this client may be heard at all; who may not is told REFUSED. */
    default boolean welcomes(InetAddress client) {
        return true;
    }
}
