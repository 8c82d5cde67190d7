package io.labnet.dns.admin;

import java.util.List;

/**
 * One name server that runs here.
 *
 * @param role {@code authoritative} or {@code recursive}
 * @param zones which it serves with authority
 */
public record ServerView(String name, String address, int port, String role, List<String> zones) {}
