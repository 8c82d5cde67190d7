package io.labnet.webcache.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** An origin on a socket of its own that answers what a test tells it to. */
final class ScriptedOrigin implements AutoCloseable {
    /** Writes an answer; when it throws, the connection is closed. */
    interface Answer {
        void write(Message request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Answer answer;

    ScriptedOrigin(Answer answer) throws IOException {
        this(new InetSocketAddress("127.0.0.1", 0), answer);
    }

    ScriptedOrigin(InetSocketAddress address, Answer answer) throws IOException {
        this(new ServerSocket(address.getPort(), 100, address.getAddress()), answer);
    }

    private ScriptedOrigin(ServerSocket listener, Answer answer) {
        this.answer = answer;
        this.listener = listener;
        Thread.ofVirtual().start(this::accept);
    }

    /** One that speaks TLS. */
    static ScriptedOrigin secure(SSLContext context, Answer answer) throws IOException {
        var here = new InetSocketAddress("127.0.0.1", 0).getAddress();
        var sockets = context.getServerSocketFactory();
        return new ScriptedOrigin(sockets.createServerSocket(0, 100, here), answer);
    }

    /** An origin that always says the same. */
    static ScriptedOrigin saying(String head, String content) throws IOException {
        return new ScriptedOrigin((request, out) -> out.write(answer(head, content)));
    }

    /** A response with this status line and fields, and a Content-Length. */
    static byte[] answer(String head, String content) {
        var length = "Content-Length: " + content.length();
        var lines = "HTTP/1.1 " + head.strip().replace("\n", "\r\n") + "\r\n" + length;
        return (lines + "\r\n\r\n" + content).getBytes(StandardCharsets.ISO_8859_1);
    }

    void nowAnswers(Answer other) {
        answer = other;
    }

    String url(String path) {
        return "http://origin.test:" + listener.getLocalPort() + path;
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Message> heard() {
        return heard;
    }

    int connections() {
        return connections.get();
    }

    int openConnections() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            for (var request = Message.request(in);
                    request != null;
                    request = Message.request(in)) {
                heard.add(request);
                answer.write(request, out);
                out.flush();
            }
        } catch (IOException | InterruptedException over) {
            // So is this conversation.
        } finally {
            open.remove(socket);
        }
    }

    /** Closes the connections that are open now, as an origin does with those long unused. */
    void closeConnections() {
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeConnections();
    }
}
