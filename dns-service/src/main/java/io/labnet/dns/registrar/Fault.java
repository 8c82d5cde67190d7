package io.labnet.dns.registrar;

/**
 * One thing that is wrong with a wish.
 *
 * @param pointer a JSON pointer (RFC 6901) to it, such as {@code /nameServers/0/addresses}
 * @param detail what is wrong, for people
 */
public record Fault(String pointer, String detail) {}
