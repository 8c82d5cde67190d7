package io.labnet.origin.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host and port that a client names (RFC 3986 section 3.2). */
class AuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "www.edu,www.edu",
        "WWW.edu.,www.edu",
        "www.edu:,www.edu",
        "www.edu:80,www.edu",
        "www.edu:65535,www.edu",
        "[2001:DB8::1]:80,[2001:db8::1]"
    })
    void a_host_is_had_without_its_port(String authority, String host) throws Refusal {
        assertThat(Authority.host(authority)).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "www.edu:65536",
                "www.edu:99999",
                "www.edu:123456",
                "www.edu:+80",
                "www.edu:-1",
                "www.edu:http",
                "user@www.edu",
                "a b",
                "[::1",
                ":80"
            })
    void what_is_no_host_and_port_is_refused(String authority) {
        assertThatThrownBy(() -> Authority.host(authority)).isInstanceOf(Refusal.class);
    }
}
