package io.labnet.stub;

/**
 * One MX record (RFC 1035 section 3.3.9).
 *
 * @param preference 0 to 65535; the lowest is tried first
 * @param host without a final dot; empty for the null MX of RFC 7505, "no mail here"
 */
public record MailExchange(int preference, String host) {}
