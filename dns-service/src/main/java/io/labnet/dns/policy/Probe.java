package io.labnet.dns.policy;

import java.net.InetAddress;
import java.time.Duration;

/** A look at whether an address takes connections. */
public interface Probe {
    /** Blocks for as long as the timeout at most; never throws. */
    boolean answers(InetAddress address, int port, Duration timeout);
}
