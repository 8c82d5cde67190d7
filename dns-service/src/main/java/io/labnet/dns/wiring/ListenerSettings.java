package io.labnet.dns.wiring;

import io.labnet.dns.server.ListenerLimits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much the name servers' listeners do at once, under {@code labnet.dns.listeners}.
 *
 * @param tcpConnections for all clients together
 * @param tcpConnectionsPerClient how many of them one address may have
 * @param readyAnswers how many answers are kept as bytes, for who asks the same; 0 for none
 * @param shownPerSecond how many exchanges a second appear among the exchanges and resolutions
 * @param responsesPerSecond how many replies of one kind by UDP a network (/24 or /56) is given in
 *     a second; 0 for any number
 * @param slip of the replies that are too many each so manieth is cut short, which sends its client
 *     to TCP; 0 for none
 * @param cookiesRequired whether clients that speak of cookies must have one of ours, by UDP
 */
@ConfigurationProperties("labnet.dns.listeners")
record ListenerSettings(
        @DefaultValue("256") int tcpConnections,
        @DefaultValue("128") int tcpConnectionsPerClient,
        @DefaultValue("32768") int readyAnswers,
        @DefaultValue("200") int shownPerSecond,
        @DefaultValue("0") int responsesPerSecond,
        @DefaultValue("2") int slip,
        @DefaultValue("false") boolean cookiesRequired) {
    private static final int READY_ANSWERS_MAX = 1 << 20;

    ListenerSettings {
        check("tcp-connections", tcpConnections, 1, Short.MAX_VALUE);
        check("tcp-connections-per-client", tcpConnectionsPerClient, 1, Short.MAX_VALUE);
        check("ready-answers", readyAnswers, 0, READY_ANSWERS_MAX);
        check("shown-per-second", shownPerSecond, 0, Integer.MAX_VALUE);
        check("responses-per-second", responsesPerSecond, 0, Short.MAX_VALUE);
        check("slip", slip, 0, Short.MAX_VALUE);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "labnet.dns.listeners.%s is %d, but must be %d to %d"
                            .formatted(name, value, least, most));
        }
    }

    ListenerLimits limits(Duration tcpIdle) {
        return new ListenerLimits(
                tcpIdle,
                tcpConnections,
                tcpConnectionsPerClient,
                readyAnswers,
                shownPerSecond,
                responsesPerSecond,
                slip,
                cookiesRequired);
    }
}
