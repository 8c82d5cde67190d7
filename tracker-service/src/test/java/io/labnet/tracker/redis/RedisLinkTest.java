package io.labnet.tracker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
    private RedisServer server;

    @BeforeEach
    void start() throws Exception {
        server = RedisServer.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_redis_that_is_stopped_fails_at_once_and_is_asked_again_when_it_is_back()
            throws Exception {
        try (var link = new RedisLink(server.url())) {
            assertThat(link.problem()).isEmpty();
            server.stop();
            assertThatThrownBy(() -> link.ask(RedisCommands::ping))
                    .isInstanceOf(RedisAwayException.class);
            await().until(() -> link.problem().contains("Connection refused"));

            server.startAgain();
            await().untilAsserted(() -> assertThat(link.problem()).isEmpty());
            String answer = link.ask(RedisCommands::ping);
            assertThat(answer).isEqualTo("PONG");
        }
    }

    @Test
    void one_that_hangs_keeps_the_first_waiting_and_nobody_after_it() throws Exception {
        try (var link = new RedisLink(server.url())) {
            server.pause();
            assertThatThrownBy(() -> link.ask(RedisCommands::ping))
                    .isInstanceOf(RedisAwayException.class);

            var began = Instant.now();
            for (int n = 0; n < 1000; n++) {
                assertThatThrownBy(() -> link.ask(RedisCommands::ping))
                        .isInstanceOf(RedisAwayException.class);
            }
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(20));
            server.goOn();
            await().untilAsserted(() -> assertThat(link.problem()).isEmpty());
        }
    }

    @Test
    void one_that_is_not_there_at_the_start_is_waited_for() throws Exception {
        server.stop();
        try (var link = new RedisLink(server.url())) {
            assertThat(link.problem()).contains("Connection refused");
            server.startAgain();
            await().untilAsserted(() -> assertThat(link.problem()).isEmpty());
        }
    }

    @Test
    void a_wrong_password_is_a_problem_that_does_not_tell_it() {
        try (var link = new RedisLink(server.urlOfStranger())) {
            assertThat(link.problem()).contains("WRONGPASS").doesNotContain("wrong");
        }
    }

    @Test
    void a_redis_that_says_no_keeps_its_connection() {
        try (var link = new RedisLink(server.url())) {
            link.ask(redis -> redis.set("text", new byte[0]));
            assertThatThrownBy(() -> link.ask(redis -> redis.hget("text", "field")))
                    .isInstanceOf(RedisAwayException.class)
                    .hasStackTraceContaining("WRONGTYPE");

            assertThat(link.problem()).isEmpty();
            String answer = link.ask(RedisCommands::ping);
            assertThat(answer).isEqualTo("PONG");
        }
    }

    @Test
    void what_is_no_url_is_refused_without_repeating_it() {
        assertThatThrownBy(() -> new RedisLink("secret@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://:password@host:6379/0")
                .hasMessageNotContaining("secret");
    }
}
