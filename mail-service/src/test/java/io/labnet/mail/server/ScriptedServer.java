package io.labnet.mail.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that offers TLS but hangs up instead, and answers a message as it was told. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final String startTls;
    private final String kept;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedServer(String address, int port, String startTls, String kept) throws IOException {
        this.startTls = startTls;
        this.kept = kept;
        socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        Thread.ofVirtual().name("test-scripted").start(this::serve);
    }

    /** All lines that clients said. */
    List<String> heard() {
        return heard;
    }

    private void serve() {
        try {
            while (!socket.isClosed()) {
                try (var client = socket.accept()) {
                    converse(client);
                }
            }
        } catch (IOException closed) {
            heard.add("(closed)");
        }
    }

    private void converse(Socket client) throws IOException {
        var in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        say(client, "220 odd");
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            heard.add(line);
            if (line.equals("STARTTLS")) {
                say(client, startTls);
                if (startTls.startsWith("220")) {
                    return;
                }
            } else if (line.equals("DATA")) {
                say(client, "354 go");
                while (!line.equals(".")) {
                    line = in.readLine();
                    heard.add(line);
                }
                say(client, kept);
            } else {
                say(client, line.startsWith("EHLO") ? "250-odd\r\n250 STARTTLS" : "250 fine");
            }
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write((text + "\r\n").getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
