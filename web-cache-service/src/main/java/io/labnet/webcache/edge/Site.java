package io.labnet.webcache.edge;

import io.labnet.webcache.message.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A site whose front door this cache is: it is asked as an origin is, and asks one of several
 * origins itself (RFC 9110 section 3.7).
 *
 * @param name for people
 * @param hosts the host names that it answers to, in small letters
 * @param origins where its content comes from; at least one
 * @param host the Host field that origins get; empty to keep the client's
 * @param check how their health is looked at; empty when only requests show it
 */
public record Site(
        String name,
        Set<String> hosts,
        List<Member> origins,
        Optional<String> host,
        Optional<Check> check) {
    private static final int WEIGHT_MAX = 1000;

    /**
     * One origin of the pool.
     *
     * @param address a name or IP address, and a port
     * @param weight its share of the requests is to the others' as its weight is to theirs; 1 to
     *     1000
     */
    public record Member(Target address, int weight) {
        public Member {
            if (weight < 1 || weight > WEIGHT_MAX) {
                throw new IllegalArgumentException(
                        "the weight of " + address.authority() + " must be 1 to " + WEIGHT_MAX);
            }
        }

        public String name() {
            return address.host() + ":" + address.port();
        }
    }

    /**
     * A request that shows whether an origin is well: it must be answered with a 2xx or 3xx.
     *
     * @param path what is asked for, beginning with a slash
     * @param every time from one look to the next
     * @param rise how many good answers in a row make an origin well
     * @param fall how many failures in a row make it ill
     */
    public record Check(String path, Duration every, int rise, int fall) {
        public Check {
            if (!path.startsWith("/") || every.isNegative() || every.isZero()) {
                throw new IllegalArgumentException(
                        "a health check wants a path that begins with / and a time above 0");
            }
            if (rise < 1 || fall < 1) {
                throw new IllegalArgumentException("rise and fall of a health check begin at 1");
            }
        }
    }

    public Site {
        hosts = Set.copyOf(hosts);
        origins = List.copyOf(origins);
        if (hosts.isEmpty() || origins.isEmpty()) {
            throw new IllegalArgumentException(
                    "site " + name + " wants at least one host and one origin");
        }
        var names = new HashSet<String>();
        for (var origin : origins) {
            if (!names.add(origin.name())) {
                throw new IllegalArgumentException(
                        "site " + name + " names the origin " + origin.name() + " twice");
            }
        }
    }
}
