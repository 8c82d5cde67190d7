package io.labnet.dns.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC.Digest;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;

/** Signs zones as others do: by BIND's dnssec-keygen and dnssec-signzone. */
public final class ZoneSigner {
    private final Path folder;
    private final String keygen = Program.required("dnssec-keygen");
    private final String signzone = Program.required("dnssec-signzone");

    /**
     * A zone with its signatures, one record a line.
     *
     * @param key the only one
     */
    public record Signed(String origin, String text, DNSKEYRecord key) {
        /** What the zone above has to say of it, as a line of a master file. */
        public String ds() {
            var ds = new DSRecord(key.getName(), DClass.IN, 600, Digest.SHA256, key);
            return ds.getName() + " 600 IN DS " + ds.rdataToString() + "\n";
        }

        /** The zone as somebody has spoilt it. */
        public Signed without(Predicate<String> lines) {
            var left =
                    text.lines().filter(lines.negate()).collect(Collectors.joining("\n", "", "\n"));
            return new Signed(origin, left, key);
        }
    }

    /**
     * A signer.
     *
     * @param folder for its keys and files
     */
    public ZoneSigner(Path folder) {
        this.folder = folder;
    }

    /**
     * Signs with a new key.
     *
     * @param options of dnssec-signzone besides the usual
     */
    public Signed sign(String origin, String text, String... options) throws IOException {
        return sign(origin, text, "ECDSAP256SHA256", options);
    }

    /** The same, with a key of some algorithm. */
    public Signed sign(String origin, String text, String algorithm, String... options)
            throws IOException {
        var own = Files.createTempDirectory(folder, "signed");
        var made =
                Program.run(
                        "",
                        keygen,
                        "-q",
                        "-K",
                        own.toString(),
                        "-a",
                        algorithm,
                        "-f",
                        "KSK",
                        origin);
        var keyFile = own.resolve(made.strip() + ".key");
        var zone = own.resolve("zone");
        Files.writeString(zone, "$ORIGIN " + origin + "\n" + text + Files.readString(keyFile));
        var command = new ArrayList<>(List.of(signzone, "-q", "-z", "-P", "-O", "full"));
        command.addAll(List.of("-K", own.toString(), "-d", own.toString(), "-o", origin));
        command.addAll(List.of(options));
        command.addAll(List.of("-f", own + "/out", zone.toString(), made.strip()));
        var said = Program.run("", command.toArray(String[]::new));
        if (!Files.exists(own.resolve("out"))) {
            throw new IOException(said);
        }
        return new Signed(origin, Files.readString(own.resolve("out")), key(keyFile));
    }

    private static DNSKEYRecord key(Path file) throws IOException {
        try (var in = Files.newInputStream(file);
                var master = new Master(in, Name.root, 600)) {
            return (DNSKEYRecord) master.nextRecord();
        }
    }
}
