package io.labnet.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LabSettingsTest {
    @Test
    void only_privileged_ports_are_offset() {
        var laptop = new LabSettings("dns", Path.of(".labnet"), 1000);

        assertThat(laptop.port(53)).isEqualTo(1053);
        assertThat(laptop.port(1023)).isEqualTo(2023);
        assertThat(laptop.port(1024)).isEqualTo(1024);
        assertThat(laptop.port(6969)).isEqualTo(6969);
    }

    @Test
    void port_0_stays_any_free_port() {
        assertThat(new LabSettings("dns", Path.of(".labnet"), 1000).port(0)).isZero();
    }

    @Test
    void an_offset_that_leads_nowhere_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabSettings("dns", Path.of(".labnet"), -1))
                .withMessageContaining("labnet.port-offset");
    }
}
