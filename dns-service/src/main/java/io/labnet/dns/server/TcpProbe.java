package io.labnet.dns.server;

import io.labnet.dns.policy.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Looks at an address by connecting to it. */
public final class TcpProbe implements Probe {
    @Override
    public boolean answers(InetAddress address, int port, Duration timeout) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
