package io.labnet.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.labnet.coffee.CoffeeService;
import io.labnet.tea.TeaService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RackTest {
    private static final Service TEA = new Service("tea-service", TeaService.class);
    private static final Service COFFEE = new Service("coffee-service", CoffeeService.class);

    private Rack rack = new Rack(List.of(TEA, COFFEE));

    @AfterEach
    void stop() {
        rack.stopAll();
    }

    @Test
    void services_start_side_by_side_each_with_its_own_settings() throws Exception {
        rack.startAll();

        assertThat(rack.isReady("tea-service")).isTrue();
        assertThat(rack.isReady("coffee-service")).isTrue();
        assertThat(setting("tea-service", "labnet.noun")).isEqualTo("tea");
        assertThat(setting("coffee-service", "labnet.noun")).isEqualTo("coffee");
        assertThat(port("tea-service")).isNotEqualTo(port("coffee-service"));
    }

    @Test
    void one_service_stops_and_starts_while_the_other_goes_on() throws Exception {
        rack.startAll();
        var teaPort = port("tea-service");
        var coffeePort = port("coffee-service");

        rack.stop("tea-service");
        assertThat(rack.isRunning("tea-service")).isFalse();
        assertThat(answers(teaPort)).isFalse();
        assertThat(answers(coffeePort)).isTrue();

        rack.start("tea-service");
        assertThat(rack.isReady("tea-service")).isTrue();
        assertThat(answers(port("tea-service"))).isTrue();
    }

    @Test
    void a_port_in_use_fails_the_start_in_one_line_and_stops_the_others() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            rack = new Rack(List.of(TEA, COFFEE), "--server.port=" + taken.getLocalPort());

            assertThatExceptionOfType(StartFailed.class)
                    .isThrownBy(() -> rack.startAll())
                    .withMessageMatching(
                            "tea-service did not start: .*" + taken.getLocalPort() + ".*in use.*");
        }
        assertThat(rack.isRunning("tea-service")).isFalse();
        assertThat(rack.isRunning("coffee-service")).isFalse();
    }

    @Test
    void a_service_that_the_lab_does_not_have_is_refused_by_name() {
        assertThat(rack.knows("cocoa-service")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rack.start("cocoa-service"))
                .withMessageContaining("cocoa-service");
    }

    private String setting(String service, String name) {
        return rack.context(service).getEnvironment().getRequiredProperty(name);
    }

    private int port(String service) {
        return Integer.parseInt(setting(service, "local.server.port"));
    }

    private static boolean answers(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
