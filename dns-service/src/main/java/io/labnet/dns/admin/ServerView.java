package io.labnet.dns.admin;

import java.util.List;
import java.util.stream.Stream;

/**
 * One name server that runs here.
 *
 * @param role {@code authoritative}; {@code recursing} where it asks on behalf of its clients, too;
 *     or {@code recursive}
 * @param zones which it serves with authority
 */
public record ServerView(String name, String address, int port, String role, List<String> zones) {
    ServerView with(List<String> more) {
        var all = Stream.concat(zones.stream(), more.stream()).toList();
        return new ServerView(name, address, port, role, all);
    }
}
