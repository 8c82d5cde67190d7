package io.labnet.dns.resolver;

import io.labnet.dns.message.Question;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * How one client's question was answered.
 *
 * @param id counts from 1
 * @param resolver the name server that was asked
 * @param fromCache whether no other server was asked for it
 * @param steps the questions to other servers, in order
 */
public record Resolution(
        long id,
        Instant at,
        Name resolver,
        InetSocketAddress client,
        Question question,
        Outcome outcome,
        boolean fromCache,
        Duration took,
        List<Step> steps) {}
