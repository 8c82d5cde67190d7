package io.labnet.dns;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** A port that is free at every address, for UDP and for TCP. */
public final class FreePort {
    // Below the range from which systems give out ports by themselves.
    private static final int FIRST = 12_000;
    private static final int LAST = 30_000;

    private FreePort() {}

    public static int find() throws IOException {
        var random = new SecureRandom();
        while (true) {
            var port = random.nextInt(FIRST, LAST);
            try (var udp = new DatagramSocket(port);
                    var tcp = new ServerSocket(port)) {
                if (udp.getLocalPort() == tcp.getLocalPort()) {
                    return port;
                }
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }
}
