package io.labnet.dns.server;

import io.labnet.dns.message.Heard.Query;
import io.labnet.dns.message.Reply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.xbill.DNS.EDNSOption;

/** What a name server does with a query that it has understood. */
public interface NameService {
    /** What comes of a query. */
    sealed interface Decision {
        /**
         * The reply, at once.
         *
         * @param options for a client that speaks EDNS, besides those of the server as a whole
         */
        record Now(Reply reply, Repetition repetition, List<EDNSOption> options)
                implements Decision {
            public Now(Reply reply) {
                this(reply, true);
            }

            public Now(Reply reply, boolean repeatable) {
                this(reply, repeatable ? Repetition.SAME : Repetition.NONE, List.of());
            }
        }

        /**
         * The reply, after others were asked.
         *
         * @param reply blocks until it is there
         */
        record Later(Supplier<Reply> reply) implements Decision {}
    }

    /** What others are told that ask the same, in this {@link #generation}. */
    enum Repetition {
        /** Perhaps something else. */
        NONE,
        /** The same. */
        SAME,
        /** The same, but beginning with another of the addresses. */
        TURNED
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
