package io.labnet.dns.server;

import java.time.Duration;

/**
 * How much the listeners do at once.
 *
 * @param tcpIdle how long a TCP connection may go without a whole query or its reply
 * @param tcpConnections for all clients together
 * @param tcpConnectionsPerClient how many of them one address may have
 * @param readyAnswers how many answers are kept as bytes, for who asks the same; 0 for none
 * @param shownPerSecond how many exchanges a second people are shown
 * @param responsesPerSecond how many replies of one kind by UDP a network is given in a second; 0
 *     for any number
 * @param slip of the replies that are too many each so manieth is cut short, which sends its client
 *     to TCP, and the others are withheld; 0 to withhold all
 * @param cookiesRequired whether clients that speak of cookies must have one of ours, by UDP
 */
public record ListenerLimits(
        Duration tcpIdle,
        int tcpConnections,
        int tcpConnectionsPerClient,
        int readyAnswers,
        int shownPerSecond,
        int responsesPerSecond,
        int slip,
        boolean cookiesRequired) {
    /** Answers that are waited for at a time, by UDP, and as many by TCP. */
    static final int PENDING_MAX = 1000;

    private static final int CONNECTIONS = 256;
    private static final int READY_ANSWERS = 32_768;
    private static final int SHOWN_PER_SECOND = 200;
    private static final int SLIP = 2;

    /** The limits that settings begin with. */
    public static ListenerLimits usual(Duration tcpIdle) {
        return new ListenerLimits(
                tcpIdle,
                CONNECTIONS,
                CONNECTIONS / 2,
                READY_ANSWERS,
                SHOWN_PER_SECOND,
                0,
                SLIP,
                false);
    }
}
