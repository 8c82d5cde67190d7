package io.labnet.dns.peers;

import io.labnet.dns.FreePort;
import io.labnet.dns.message.Names;
import io.labnet.dns.message.Question;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** NSD with some zones on a loopback port, for as long as a test needs it. */
public final class Nsd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int REPLY_BYTES_MAX = 4096;
    private static final int PAYLOAD_BYTES = 1232;

    private final Process process;
    private final DatagramSocket socket;

    private Nsd(Process process, DatagramSocket socket) {
        this.process = process;
        this.socket = socket;
    }

    /** Where it is installed, if it is. */
    public static Optional<Path> program() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nsd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param folder for its files
     * @throws IOException when it does not start; with what it said
     */
    public static Nsd start(Path program, Path folder, Collection<Zone> zones) throws IOException {
        var port = FreePort.find();
        var settings = folder.resolve("nsd.conf");
        Files.write(settings, settings(folder, port, zones));
        var command = List.of(program.toString(), "-d", "-V", "1", "-c", settings.toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            awaitStart(process);
            var socket = new DatagramSocket();
            socket.connect(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return new Nsd(process, socket);
        } catch (IOException failed) {
            process.destroy();
            throw failed;
        }
    }

    private static List<String> settings(Path folder, int port, Collection<Zone> zones)
            throws IOException {
        var lines =
                new ArrayList<>(
                        List.of(
                                "server:",
                                " ip-address: 127.0.0.1@" + port,
                                " username: \"\"",
                                " database: \"\"",
                                " zonesdir: " + folder,
                                " pidfile: " + folder.resolve("pid"),
                                " xfrdfile: " + folder.resolve("xfrd"),
                                " xfrdir: " + folder,
                                " zonelistfile: " + folder.resolve("list"),
                                " rrl-ratelimit: 0",
                                "remote-control:",
                                " control-enable: no"));
        int number = 0;
        for (var zone : zones) {
            var file = folder.resolve(++number + ".zone");
            Files.writeString(file, MasterFile.write(zone));
            lines.add("zone:");
            lines.add(" name: \"" + Names.text(zone.origin()) + "\"");
            lines.add(" zonefile: " + file);
        }
        return lines;
    }

    private static void awaitStart(Process process) throws IOException {
        var said = new ArrayList<String>();
        var output = process.inputReader(StandardCharsets.UTF_8);
        while (true) {
            var line = output.readLine();
            if (line == null) {
                throw new IOException("nsd has ended: " + said);
            }
            said.add(line);
            if (line.contains("nsd started")) {
                Thread.ofVirtual().start(() -> drain(output));
                return;
            }
        }
    }

    // Lest it wait for room to write.
    private static void drain(BufferedReader output) {
        output.lines().forEach(_ -> {});
    }

    /** What it answers. */
    public Message ask(Question question) throws IOException {
        var query = Message.newQuery(question.toRecord());
        query.addRecord(new OPTRecord(PAYLOAD_BYTES, 0, 0), Section.ADDITIONAL);
        var wire = query.toWire();
        socket.send(new DatagramPacket(wire, wire.length));
        var reply = new DatagramPacket(new byte[REPLY_BYTES_MAX], REPLY_BYTES_MAX);
        socket.receive(reply);
        return new Message(Arrays.copyOf(reply.getData(), reply.getLength()));
    }

    @Override
    public void close() {
        socket.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
