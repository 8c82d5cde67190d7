package io.labnet.dns.registrar;

import static io.labnet.dns.registrar.Domains.UTOPIA;
import static io.labnet.dns.registrar.Domains.delegation;
import static io.labnet.dns.registrar.Domains.host;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;

class DelegationRulesTest {
    private static final String BELOW = "dns1.networkutopia.com";

    private static List<String> pointers(Delegation delegation) {
        return DelegationRules.faults(delegation).stream().map(Fault::pointer).toList();
    }

    @Test
    void hosts_below_the_domain_have_addresses_and_others_have_none() {
        assertThat(pointers(Domains.utopia())).isEmpty();
        assertThat(pointers(delegation(UTOPIA, host("ns.amazon.com")))).isEmpty();
        assertThat(pointers(delegation(UTOPIA, host("networkutopia.com", "2001:db8::1"))))
                .isEmpty();
        assertThat(pointers(delegation(UTOPIA, host("ns.amazon.com"), host(BELOW))))
                .containsExactly("/nameServers/1/addresses");
        assertThat(pointers(delegation(UTOPIA, host("ns.amazon.com", "212.212.212.1"))))
                .containsExactly("/nameServers/0/addresses");
        assertThat(pointers(delegation(UTOPIA, host("ns.xnetworkutopia.com", "212.212.212.1"))))
                .containsExactly("/nameServers/0/addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1", "fe80::1"})
    void no_host_has_such_an_address(String address) {
        assertThat(pointers(delegation(UTOPIA, host(BELOW, "212.212.212.1", address))))
                .containsExactly("/nameServers/0/addresses/1");
    }

    @Test
    void there_are_one_to_thirteen_different_hosts() {
        assertThat(pointers(delegation(UTOPIA))).containsExactly("/nameServers");
        var ns = host("ns.amazon.com");
        assertThat(pointers(delegation(UTOPIA, ns, ns))).containsExactly("/nameServers/1/name");
        var thirteen = IntStream.range(0, 13).mapToObj(i -> host("ns" + i + ".amazon.com"));
        var most = thirteen.toArray(Host[]::new);
        assertThat(pointers(delegation(UTOPIA, most))).isEmpty();
        var fourteen = IntStream.range(0, 14).mapToObj(i -> host("ns" + i + ".amazon.com"));
        assertThat(pointers(delegation(UTOPIA, fourteen.toArray(Host[]::new))))
                .containsExactly("/nameServers");
    }

    @Test
    void signers_are_of_kinds_that_validators_take() {
        assertThat(pointers(signed(signer(13, 2, 32)))).isEmpty();
        assertThat(pointers(signed(signer(13, 2, 32), signer(5, 2, 32))))
                .containsExactly("/ds/1/algorithm");
        assertThat(pointers(signed(signer(13, 1, 20)))).containsExactly("/ds/0/digestType");
        assertThat(pointers(signed(signer(13, 4, 48)))).isEmpty();
    }

    private static DSRecord signer(int algorithm, int type, int bytes) {
        return new DSRecord(UTOPIA, DClass.IN, 0, 1, algorithm, type, new byte[bytes]);
    }

    private static Delegation signed(DSRecord... signers) {
        return new Delegation(UTOPIA, Domains.utopia().hosts(), List.of(signers));
    }
}
