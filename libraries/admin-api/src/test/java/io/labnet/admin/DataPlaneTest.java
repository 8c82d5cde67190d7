package io.labnet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.labnet.tea.Samovar;
import io.labnet.tea.TeaService;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

class DataPlaneTest {
    @Test
    void it_is_started_before_there_is_a_web_server_and_stopped_with_the_context() {
        try (var context = start("--labnet.noun=tea")) {
            assertThat(context.getBean(Samovar.class).wasFirst()).isTrue();
            assertThat(Samovar.isHot()).isTrue();
        }
        assertThat(Samovar.isHot()).isFalse();
    }

    @Test
    void it_is_stopped_where_the_admin_api_cannot_be_made() {
        // A service whose noun nobody has said cannot have its counters there.
        assertThatException().isThrownBy(() -> start()).withMessageContaining("CountersController");
        assertThat(Samovar.isHot()).isFalse();
    }

    private static ConfigurableApplicationContext start(String... settings) {
        return ServiceStart.of(TeaService.class, "tea-service")
                .properties("server.port=0")
                .run(settings);
    }
}
