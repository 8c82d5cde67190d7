package io.labnet.gateway.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamedInstancesTest {
    private static final Service DNS =
            new Service("dns-service", "dns", URI.create("http://dns-admin:8053"));

    private Instant now = Instant.EPOCH;
    private List<InetAddress> answer = List.of();
    private final NamedInstances instances =
            new NamedInstances(DNS, this::lookUp, clock(() -> now));

    private List<InetAddress> lookUp(String name) throws UnknownHostException {
        assertThat(name).isEqualTo("dns-admin");
        if (answer.isEmpty()) {
            throw new UnknownHostException(name);
        }
        return answer;
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }

    private List<String> look(String... addresses) {
        answer = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
        instances.look();
        return instances.known().stream().map(one -> one.url().toString()).toList();
    }

    @Test
    void instances_stand_in_the_order_of_their_addresses() {
        assertThat(look("198.18.7.20", "198.18.7.3", "10.0.0.200", "198.18.7.3"))
                .containsExactly(
                        "http://10.0.0.200:8053",
                        "http://198.18.7.3:8053",
                        "http://198.18.7.20:8053");
    }

    @Test
    void a_host_with_both_kinds_of_address_is_one_instance() {
        assertThat(look("2001:db8::1", "198.18.7.3")).containsExactly("http://198.18.7.3:8053");
        assertThat(look("2001:db8::1")).containsExactly("http://[2001:db8:0:0:0:0:0:1]:8053");
    }

    @Test
    void who_is_not_named_any_more_is_forgotten_at_once() {
        look("198.18.7.3", "198.18.7.4");
        assertThat(look("198.18.7.4")).containsExactly("http://198.18.7.4:8053");
    }

    @Test
    void a_name_that_is_gone_for_a_moment_keeps_its_instances() {
        look("198.18.7.3");
        now = now.plus(NamedInstances.KEPT_FOR);
        assertThat(look()).containsExactly("http://198.18.7.3:8053");
        now = now.plus(Duration.ofMillis(1));
        assertThat(look()).isEmpty();
    }

    @Test
    void there_are_never_too_many() {
        var addresses = Stream.iterate(1, n -> n + 1).limit(NamedInstances.MOST + 5L);
        assertThat(look(addresses.map(n -> "198.18.7." + n).toArray(String[]::new)))
                .hasSize(NamedInstances.MOST);
    }

    @Test
    void a_url_with_an_address_is_one_instance_and_stays_as_it_is() {
        for (var url : List.of("http://127.0.0.1:8053", "http://[::1]:8053")) {
            var service = new Service("dns-service", "dns", URI.create(url));
            assertThat(service.only().orElseThrow().url()).isEqualTo(URI.create(url));
        }
        assertThat(DNS.only()).isEmpty();
    }
}
