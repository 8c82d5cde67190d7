package io.labnet.dns.registrar;

import static io.labnet.dns.registrar.Domains.ALICE;
import static io.labnet.dns.registrar.Domains.UTOPIA;
import static io.labnet.dns.registrar.Domains.host;
import static io.labnet.dns.registrar.Domains.name;
import static io.labnet.dns.registrar.Domains.signer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class RegisterTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00.123456Z");

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void place() {
        file = folder.resolve("dns").resolve("registrations.jsonl");
    }

    private static Registration registration(Name domain) {
        var hosts =
                List.of(
                        host("dns1." + domain.toString(true), "212.212.212.1", "2001:db8::1"),
                        host("ns.amazon.com"));
        var delegation = new Delegation(domain, hosts, List.of(signer(domain, 60_000)));
        return new Registration(delegation, ALICE, NOW, NOW, NOW.plusSeconds(1), true);
    }

    @Test
    void an_entry_is_there_after_a_restart() throws IOException {
        var utopia = Entry.settled(UTOPIA, registration(UTOPIA));
        var other = name("other.com");
        var begun = Entry.settled(other, null).towards(registration(other).delegation());
        var ending = Entry.settled(name("ending.com"), registration(name("ending.com")));
        try (var register = new Register(file)) {
            register.put(utopia);
            register.put(begun);
            register.put(ending.towards(null));
        }
        try (var register = new Register(file)) {
            assertThat(register.all())
                    .containsExactlyInAnyOrder(utopia, begun, ending.towards(null));
            register.put(Entry.settled(UTOPIA, null));
        }
        try (var register = new Register(file)) {
            assertThat(register.find(UTOPIA).isBlank()).isTrue();
            assertThat(register.size()).isEqualTo(2);
        }
    }

    @Test
    void half_a_line_was_never_acknowledged() throws IOException {
        try (var register = new Register(file)) {
            register.put(Entry.settled(UTOPIA, registration(UTOPIA)));
        }
        var whole = Files.size(file);
        Files.writeString(file, "{\"domain\":\"other.com\",\"stand", StandardOpenOption.APPEND);
        try (var register = new Register(file)) {
            assertThat(Files.size(file)).isEqualTo(whole);
            assertThat(register.all()).hasSize(1);
            register.put(Entry.settled(name("other.com"), registration(name("other.com"))));
        }
        try (var register = new Register(file)) {
            assertThat(register.all()).hasSize(2);
        }
    }

    @Test
    void a_damaged_line_is_named() throws IOException {
        try (var register = new Register(file)) {
            register.put(Entry.settled(UTOPIA, registration(UTOPIA)));
        }
        Files.writeString(file, "{\"domain\":\"a..b\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new Register(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("registrations.jsonl, line 2");
    }

    @Test
    void where_the_file_cannot_be_written_anew_it_grows_and_nothing_is_lost() throws IOException {
        // Nobody can replace a folder with something in it.
        var inTheWay = folder.resolve("dns").resolve("registrations.jsonl.new");
        Files.createDirectories(inTheWay.resolve("x"));
        var last = Entry.settled(UTOPIA, registration(UTOPIA));
        try (var register = new Register(file)) {
            for (int i = 0; i < 1003; i++) {
                register.put(last);
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(1003);
        try (var register = new Register(file)) {
            assertThat(register.all()).containsExactly(last);
        }
    }

    @Test
    void lines_that_nobody_needs_are_left_out() throws IOException {
        var last = Entry.settled(UTOPIA, registration(UTOPIA));
        try (var register = new Register(file)) {
            for (int i = 0; i < 1001; i++) {
                register.put(last);
            }
            assertThat(Files.readAllLines(file)).hasSize(1001);
            register.put(last);
            assertThat(Files.readAllLines(file)).hasSize(1);
            register.put(Entry.settled(name("other.com"), registration(name("other.com"))));
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
        try (var register = new Register(file)) {
            assertThat(register.find(UTOPIA)).isEqualTo(last);
            assertThat(register.size()).isEqualTo(2);
        }
    }
}
