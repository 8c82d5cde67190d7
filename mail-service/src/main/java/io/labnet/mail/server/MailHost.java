package io.labnet.mail.server;

import java.net.InetAddress;

/**
 * One mail server of the world.
 *
 * @param name its name, such as {@code mail.crepes.fr}
 * @param address where it listens and calls from
 * @param domain whose mail it takes, such as {@code crepes.fr}
 */
public record MailHost(String name, InetAddress address, String domain) {}
