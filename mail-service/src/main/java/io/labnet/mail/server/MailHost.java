package io.labnet.mail.server;

import java.net.InetAddress;

/**
 * One mail server of the world.
 *
 * @param name its name, such as {@code mail.crepes.fr}
 * @param address as the world knows it
 * @param listen where it binds to listen and to call; not the same where a container's address is
 *     given to it from outside
 * @param domain whose mail it takes, such as {@code crepes.fr}
 */
public record MailHost(String name, InetAddress address, InetAddress listen, String domain) {}
