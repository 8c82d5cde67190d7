package io.labnet.mail.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.stub.Lookup;
import io.labnet.stub.MailExchange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static Route route(Lookup<MailExchange> found) {
        return Route.of("b.org", found, "mail.b.org", new Random(1));
    }

    private static Lookup<MailExchange> found(MailExchange... exchanges) {
        return new Lookup.Found<>(List.of(exchanges));
    }

    @Test
    void exchanges_are_tried_in_the_order_of_preference() {
        assertThat(route(found(new MailExchange(20, "b"), new MailExchange(10, "a"))))
                .isEqualTo(new Route.Hosts(List.of("a", "b")));
    }

    @Test
    void a_domain_without_exchanges_is_its_own() {
        assertThat(route(new Lookup.NoData<>("b.org")))
                .isEqualTo(new Route.Hosts(List.of("b.org")));
    }

    @Test
    void a_domain_that_does_not_exist_gets_nothing() {
        assertThat(route(new Lookup.NoSuchName<>("b.org")))
                .isInstanceOfSatisfying(
                        Route.Never.class, r -> assertThat(r.why().status()).isEqualTo("5.1.2"));
    }

    @Test
    void a_null_exchange_means_no_mail() {
        assertThat(route(found(new MailExchange(0, ""))))
                .isInstanceOfSatisfying(
                        Route.Never.class, r -> assertThat(r.why().status()).isEqualTo("5.1.10"));
    }

    @Test
    void an_exchange_uses_only_better_ones_than_itself() {
        var self = new MailExchange(20, "MAIL.b.org");
        assertThat(route(found(new MailExchange(10, "a"), self, new MailExchange(30, "c"))))
                .isEqualTo(new Route.Hosts(List.of("a")));
        assertThat(route(found(self, new MailExchange(30, "c"))))
                .isInstanceOfSatisfying(
                        Route.Never.class, r -> assertThat(r.why().status()).isEqualTo("5.4.6"));
    }

    @Test
    void a_silent_resolver_is_asked_again_later() {
        assertThat(route(new Lookup.Failed<>("b.org", "no answer")))
                .isInstanceOf(Route.Later.class);
    }

    @Test
    void waits_grow_and_the_last_one_repeats() {
        var plan =
                new RetryPlan(
                        List.of(Duration.ofSeconds(1), Duration.ofSeconds(5)), Duration.ofHours(1));

        assertThat(plan.waitAfter(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(plan.waitAfter(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.waitAfter(9)).isEqualTo(Duration.ofSeconds(5));
        assertThat(plan.isExpired(Instant.EPOCH, Instant.EPOCH.plusSeconds(3599))).isFalse();
        assertThat(plan.isExpired(Instant.EPOCH, Instant.EPOCH.plusSeconds(3600))).isTrue();
    }
}
