package io.labnet.dns.server;

import static io.labnet.dns.registrar.Domains.UTOPIA;
import static io.labnet.dns.registrar.Domains.delegation;
import static io.labnet.dns.registrar.Domains.host;
import static io.labnet.dns.registrar.Domains.name;
import static io.labnet.dns.registrar.Domains.signer;
import static io.labnet.dns.registrar.Domains.utopia;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labnet.dns.FreePort;
import io.labnet.dns.peers.Named;
import io.labnet.dns.registrar.Delegation;
import io.labnet.dns.registrar.Registry.Found;
import io.labnet.dns.registrar.RegistryFault;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.TSIG;

/** Our side of dynamic update, with BIND on the other. */
class TldRegistryTest {
    private static final byte[] SECRET = new byte[32];
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final TSIG KEY = new TSIG(TSIG.HMAC_SHA256, name("labnet"), SECRET);
    private static final String ZONE =
            """
            $TTL 3600
            @         IN SOA a.nic hostmaster 1 7200 900 1209600 60
            @            NS a.nic
            a.nic        A 127.53.1.2
            amazon       NS ns.amazon
            ns.amazon    A 127.53.2.4
            """;

    @TempDir Path folder;
    private Named named;
    private TldRegistry com;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("com.zone"), ZONE);
        named =
                new Named(
                        folder,
                        FreePort.find(),
                        """
                        key "labnet" { algorithm hmac-sha256; secret "%s"; };
                        zone "com" {
                          type primary; file "com.zone"; allow-update { key labnet; };
                        };
                        """
                                .formatted(Base64.getEncoder().encodeToString(SECRET)));
        com = registry(address(), KEY);
        await().atMost(START_MAX).until(named::log, log -> log.contains("all zones loaded"));
    }

    @AfterEach
    void stop() {
        if (named != null) {
            named.close();
        }
    }

    private InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", named.port);
    }

    private static TldRegistry registry(InetSocketAddress server, TSIG key) {
        return new TldRegistry(Map.of(name("com"), server), key, PATIENCE);
    }

    private void stands(Delegation delegation) throws RegistryFault {
        assertThat(com.look(delegation.domain()))
                .isInstanceOfSatisfying(
                        Found.Delegated.class,
                        found ->
                                assertThat(found.delegation().isSameAs(delegation))
                                        .as(found.toString())
                                        .isTrue());
    }

    @Test
    void a_domain_is_inserted_changed_and_removed() throws Exception {
        assertThat(com.look(UTOPIA)).isEqualTo(new Found.Nothing());
        assertThat(com.replace(UTOPIA, null, utopia())).isTrue();
        stands(utopia());
        var hosts =
                List.of(
                        host("dns1.networkutopia.com", "212.212.212.2", "2001:db8::1"),
                        host("ns.networkutopia.com", "212.212.212.3"),
                        host("ns.amazon.com"));
        var more = new Delegation(UTOPIA, hosts, List.of(signer(UTOPIA, 7), signer(UTOPIA, 8)));
        assertThat(com.replace(UTOPIA, utopia(), more)).isTrue();
        stands(more);
        var less = new Delegation(UTOPIA, List.of(host("ns.amazon.com")), more.signers());
        assertThat(com.replace(UTOPIA, more, less)).isTrue();
        stands(less);
        assertThat(com.replace(UTOPIA, less, null)).isTrue();
        assertThat(com.look(UTOPIA)).isEqualTo(new Found.Nothing());
    }

    @Test
    void nothing_is_changed_where_something_else_stands() throws Exception {
        assertThat(com.replace(UTOPIA, utopia(), null)).isFalse();
        assertThat(com.replace(UTOPIA, null, utopia())).isTrue();
        assertThat(com.replace(UTOPIA, null, utopia())).isFalse();
        var others = delegation(UTOPIA, host("ns.amazon.com"));
        assertThat(com.replace(UTOPIA, others, null)).isFalse();
        var signed = new Delegation(UTOPIA, utopia().hosts(), List.of(signer(UTOPIA, 7)));
        assertThat(com.replace(UTOPIA, signed, others)).isFalse();
        stands(utopia());
        assertThat(com.replace(UTOPIA, utopia(), signed)).isTrue();
        // Somebody signed it, which the caller does not know.
        assertThat(com.replace(UTOPIA, utopia(), others)).isFalse();
        stands(signed);
        assertThat(com.replace(name("amazon.com"), null, delegation(name("amazon.com")))).isFalse();
    }

    @Test
    void what_is_no_delegation_is_known() throws Exception {
        assertThat(com.look(name("amazon.com"))).isInstanceOf(Found.Delegated.class);
        assertThat(com.look(name("nic.com"))).isEqualTo(new Found.Other());
    }

    @Test
    void a_wrong_key_is_refused_and_the_reason_said() {
        var secret = new byte[32];
        secret[0] = 1;
        var wrong = registry(address(), new TSIG(TSIG.HMAC_SHA256, name("labnet"), secret));
        assertThatThrownBy(() -> wrong.replace(UTOPIA, null, utopia()))
                .isInstanceOf(RegistryFault.class)
                .hasMessageContaining("NOTAUTH (BADSIG)");
        var stranger = registry(address(), new TSIG(TSIG.HMAC_SHA256, name("who"), SECRET));
        assertThatThrownBy(() -> stranger.replace(UTOPIA, null, utopia()))
                .hasMessageContaining("NOTAUTH (BADKEY)");
    }

    @Test
    void silence_ends_after_a_while() throws Exception {
        try (var silent = new ServerSocket(0)) {
            var address = new InetSocketAddress("127.0.0.1", silent.getLocalPort());
            var impatient =
                    new TldRegistry(Map.of(name("com"), address), KEY, Duration.ofMillis(200));
            assertThatThrownBy(() -> impatient.look(UTOPIA))
                    .hasMessage("The name server of com is silent.");
        }
        assertThatThrownBy(() -> com.look(name("networkutopia.org")))
                .hasMessage("no server is known for the domain org");
    }
}
