package io.labnet.dns.server;

import io.labnet.dns.peers.Nsd;
import io.labnet.dns.peers.ZoneSigner;
import io.labnet.dns.peers.ZoneSigner.Signed;
import io.labnet.dns.resolver.Resolver;
import io.labnet.dns.validator.NegativeTrustAnchors;
import io.labnet.dns.validator.TrustAnchors;
import io.labnet.dns.validator.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A hierarchy that BIND's tools have signed and NSD serves: the root, edu, and many a zone below
 * it, each sound or broken in its own way.
 */
final class SignedHierarchy implements AutoCloseable {
    static final String ROOT = "127.69.0.1";
    static final String EDU = "127.69.1.1";
    static final String OTHERS = "127.69.2.1";
    private static final String APEX = "@ 60 IN SOA ns root 1 3600 600 86400 60\n@ 600 IN NS ns\n";
    private static final String[] NONE = {};

    final SmallInternet internet = new SmallInternet();
    final NegativeTrustAnchors exceptions;
    private final ZoneSigner signer;
    private final Path folder;
    private final Map<String, String> others = new LinkedHashMap<>();
    private final StringBuilder delegations = new StringBuilder();
    private final List<Nsd> running = new ArrayList<>();
    private String anchor = "";

    SignedHierarchy(Path folder) throws IOException {
        this.folder = folder;
        this.signer = new ZoneSigner(folder);
        this.exceptions = NegativeTrustAnchors.none(internet.clock);
        internet.clock.setInstant(Instant.now());
    }

    private static String text(String address, String records) {
        return "$TTL 600\n" + APEX + "ns 600 IN A " + address + "\n" + records;
    }

    /** A zone below edu that is signed. */
    Signed signed(String name, String records, String... options) throws IOException {
        return signer.sign(name + ".edu.", text(OTHERS, records), options);
    }

    Signed signedBy(String algorithm, String name, String records) throws IOException {
        return signer.sign(name + ".edu.", text(OTHERS, records), algorithm, NONE);
    }

    /** Serves a zone, with a DS record above it. */
    SignedHierarchy with(Signed zone) {
        return with(zone, zone.ds());
    }

    /**
     * Serves a zone.
     *
     * @param ds what edu says of it
     */
    SignedHierarchy with(Signed zone, String ds) {
        return with(zone.origin(), zone.text(), ds);
    }

    /** Serves a zone below edu that is not signed. */
    SignedHierarchy unsigned(String name, String records) {
        var origin = name + ".edu.";
        return with(origin, "$ORIGIN " + origin + "\n" + text(OTHERS, records), "");
    }

    /** Serves a zone that edu says nothing of but that it is there. */
    SignedHierarchy with(String origin, String text, String ds) {
        others.put(origin, text);
        delegations.append(origin).append(" 600 IN NS ns.").append(origin).append('\n');
        delegations.append("ns.").append(origin).append(" 600 IN A " + OTHERS + "\n");
        delegations.append(ds);
        return this;
    }

    /** Serves a zone of whatever name, of which nobody tells. */
    SignedHierarchy hidden(Signed zone) {
        others.put(zone.origin(), zone.text());
        return this;
    }

    /**
     * Starts all servers.
     *
     * @param options with which edu is signed
     */
    SignedHierarchy open(String... options) throws IOException {
        var edu = signer.sign("edu.", text(EDU, delegations.toString()), options);
        var root =
                signer.sign(
                        ".",
                        text(ROOT, "edu. 600 IN NS ns.edu.\nns.edu. 600 IN A " + EDU + "\n")
                                + edu.ds()
                                + "fr. 600 IN NS ns.fr.\nns.fr. 600 IN A "
                                + OTHERS
                                + "\n");
        anchor = root.ds();
        others.put("fr.", "$ORIGIN fr.\n" + text(OTHERS, "crepes 600 IN A 127.80.0.4\n"));
        serve(ROOT, Map.of(".", root.text()));
        serve(EDU, Map.of("edu.", edu.text()));
        serve(OTHERS, others);
        return this;
    }

    private void serve(String address, Map<String, String> zones) throws IOException {
        var own = Files.createTempDirectory(folder, "nsd");
        running.add(Nsd.start(own, internet.at(address), zones));
    }

    /** The root's DS record. */
    String anchor() {
        return anchor;
    }

    /** The same, in a file as BIND's programs want it. */
    Path anchor(Path folder) throws IOException {
        var words = anchor.strip().split(" ", 5)[4].split(" ", 4);
        return Files.writeString(
                folder.resolve("anchor"),
                "trust-anchors { \".\" static-ds %s %s %s \"%s\"; };\n"
                        .formatted(words[0], words[1], words[2], words[3]));
    }

    /** Whoever asks from now on gets no answer. */
    void endServers() {
        running.forEach(Nsd::close);
        running.clear();
    }

    Validation validation() {
        var anchors = TrustAnchors.parse(List.of(anchor));
        return new Validation(() -> anchors, exceptions, Duration.ZERO);
    }

    /** A resolver that trusts the root's key. */
    Resolver resolver() {
        return internet.validating(validation(), ROOT);
    }

    @Override
    public void close() throws IOException {
        endServers();
        internet.close();
    }
}
