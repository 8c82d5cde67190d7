package io.labnet.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.dns.peers.Program;
import io.labnet.dns.zone.Draft;
import io.labnet.dns.zone.MasterFile;
import io.labnet.dns.zone.Zone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** BIND's tools find our zones signed as they should be, and sign with the same keys. */
class VerifiersTest {
    private static final Name ORIGIN = Name.fromConstantString("example.");
    private static final String ZONE =
            """
            @ 300 SOA ns root 1 60 60 3600 60
            @ 300 NS ns
            @ 300 MX 10 Mail
            ns 300 A 127.0.0.1
            Mail 300 AAAA ::1
            *.dorm 300 TXT "a room"
            a.b.c 300 A 127.0.0.2
            old 300 DNAME new
            www 60 CNAME ns
            sub 300 NS ns.sub
            ns.sub 300 A 127.0.0.3
            safe 300 NS ns.safe
            safe 300 DS 1 13 2 ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB
            ns.safe 300 A 127.0.0.4
            """;

    @TempDir Path folder;

    static Stream<Arguments> ways() {
        return Stream.of(SigningAlgorithm.values())
                .flatMap(a -> Stream.of(Denial.values()).map(d -> Arguments.of(a, d)));
    }

    private static Zone example() throws Exception {
        return MasterFile.read(ORIGIN, ZONE);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void dnssec_verify_accepts_the_zone_before_and_after_changes(
            SigningAlgorithm algorithm, Denial denial) throws Exception {
        var signer = TestKeys.signer(ORIGIN, algorithm, denial);
        var plain = example();
        var zone = plain.apply(Objects.requireNonNull(signer.renew(plain, Instant.now(), false)));
        requireVerified(zone);
        var draft = new Draft(zone);
        draft.remove(Name.fromConstantString("a.b.c.example."), Type.A);
        draft.remove(Name.fromConstantString("old.example."), Type.DNAME);
        draft.remove(Name.fromConstantString("sub.example."), Type.NS);
        draft.add(record("x.y.example.", Type.A, "127.0.0.9"));
        draft.add(record("dorm.example.", Type.NS, "ns.example."));
        var wanted = Objects.requireNonNull(draft.difference());
        var change = signer.complete(zone, wanted, Instant.now());
        requireVerified(zone.apply(Objects.requireNonNull(change)));
    }

    private static Record record(String name, int type, String data) throws Exception {
        return Record.fromString(
                Name.fromConstantString(name), type, DClass.IN, 300, data, Name.root);
    }

    private void requireVerified(Zone zone) throws Exception {
        var program = Program.required("dnssec-verify");
        var file = folder.resolve("zone");
        Files.writeString(file, MasterFile.write(zone));
        var said = Program.run("", program, "-z", "-o", "example.", file.toString());
        assertThat(said).contains("Zone fully signed").doesNotContain("failed");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void keys_that_bind_has_made_sign_here(SigningAlgorithm algorithm, Denial denial)
            throws Exception {
        var program = Program.required("dnssec-keygen");
        var path = folder.toString();
        Program.run("", program, "-q", "-K", path, "-a", algorithm.name(), "-f", "KSK", "example.");
        Program.run("", program, "-q", "-K", path, "-a", algorithm.name(), "example.");
        var keys = new KeyFiles(folder).keys(ORIGIN);
        assertThat(keys)
                .extracting(SigningKey::isEntryPoint)
                .containsExactlyInAnyOrder(true, false);
        var signer = new ZoneSigner(ORIGIN, keys, denial, TestKeys.VALIDITY);
        var plain = example();
        requireVerified(
                plain.apply(Objects.requireNonNull(signer.renew(plain, Instant.now(), false))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void bind_signs_with_keys_that_were_made_here(SigningAlgorithm algorithm, Denial denial)
            throws Exception {
        var program = Program.required("dnssec-signzone");
        var key = SigningKey.generate(ORIGIN, algorithm);
        var files = new KeyFiles(folder);
        files.save(key);
        assertThat(files.keys(ORIGIN)).extracting(SigningKey::tag).containsExactly(key.tag());
        var plain = folder.resolve("plain");
        Files.writeString(plain, "$ORIGIN example.\n" + ZONE);
        var command =
                Stream.of(
                        Stream.of(program, "-d", folder.toString(), "-S", "-z"),
                        Stream.of("-K", folder.toString(), "-o", "example."),
                        denial == Denial.NSEC3 ? Stream.of("-3", "-") : Stream.<String>of(),
                        Stream.of("-f", folder.resolve("signed").toString(), plain.toString()));
        var said = Program.run("", command.flatMap(s -> s).toArray(String[]::new));
        assertThat(said).contains("Zone fully signed");
        assertThat(Files.readString(folder.resolve("signed"))).contains(" " + key.tag() + " ");
    }

    @Test
    void nobody_else_can_read_a_secret_key() throws Exception {
        new KeyFiles(folder.resolve("keys"))
                .save(SigningKey.generate(ORIGIN, SigningAlgorithm.ED25519));
        try (var files = Files.list(folder.resolve("keys"))) {
            assertThat(files.toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file)).hasSize(2));
        }
    }

    @Test
    void two_halves_of_different_keys_are_refused() throws Exception {
        var one = SigningKey.generate(ORIGIN, SigningAlgorithm.ED25519);
        var other = SigningKey.generate(ORIGIN, SigningAlgorithm.ED25519);
        new KeyFiles(folder).save(new SigningKey(one.published(), other.secret()));
        assertThatThrownBy(() -> new KeyFiles(folder).keys(ORIGIN)).hasMessageContaining("halves");
    }

    @Test
    void a_master_file_keeps_the_hashes() throws Exception {
        var signer = TestKeys.signer(ORIGIN, SigningAlgorithm.ED25519, Denial.NSEC3);
        var plain = example();
        var zone = plain.apply(Objects.requireNonNull(signer.renew(plain, Instant.now(), false)));
        var read = MasterFile.read(ORIGIN, MasterFile.write(zone));
        assertThat(List.copyOf(read.records())).isEqualTo(zone.records());
    }
}
