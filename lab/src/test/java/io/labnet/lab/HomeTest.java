package io.labnet.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.labnet.admin.LabSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir private Path dataDir;

    @Test
    void two_labs_cannot_live_in_one_folder() throws Exception {
        var home = Home.enter(dataDir);

        assertThatExceptionOfType(Home.Taken.class)
                .isThrownBy(() -> Home.enter(dataDir))
                .withMessageContaining(dataDir.toString());
        home.leave();
        Home.enter(dataDir).leave();
    }

    @Test
    void whoever_lives_here_is_known_by_its_process_until_it_leaves() throws Exception {
        var home = Home.enter(dataDir);
        var own = ProcessHandle.current().pid();
        assertThat(dataDir.resolve("lab.pid")).hasContent(own + "\n");

        home.leave();
        assertThat(dataDir.resolve("lab.pid")).doesNotExist();
    }

    @Test
    void a_welcome_left_by_a_killed_lab_does_not_count() throws Exception {
        Files.writeString(dataDir.resolve("welcome"), "ready");

        var home = Home.enter(dataDir);
        assertThat(dataDir.resolve("welcome")).doesNotExist();
        home.leave();
    }

    @Test
    void the_admin_key_is_shown_once() throws Exception {
        var home = Home.enter(dataDir);
        Files.writeString(dataDir.resolve("admin-key"), "k3y\n");

        assertThat(home.welcome(welcome(1000)))
                .contains("shown once")
                .contains("\n  k3y\n")
                .endsWith("/#key=k3y\n");
        Files.delete(dataDir.resolve("welcome"));
        assertThat(home.welcome(welcome(1000))).doesNotContain("k3y");
        home.leave();
    }

    @Test
    void the_welcome_names_the_ports_of_this_lab() throws Exception {
        Files.writeString(dataDir.resolve("admin-key"), "k3y");

        var text = welcome(2000).text(dataDir, null);

        assertThat(text)
                .startsWith("Labnet is ready (1.2 s).")
                .contains("dig @127.0.0.1 -p 2053 gaia.cs.umass.edu")
                .contains("http://www.someschool.edu:2080/someDepartment/home.index")
                .contains("$(cat " + dataDir + "/admin-key)")
                .doesNotContain("{");
    }

    @Test
    void a_key_from_the_environment_is_read_from_there() {
        assertThat(welcome(1000).text(dataDir, null))
                .contains("Authorization: Bearer $LABNET_ADMIN_KEY\"");
    }

    private Welcome welcome(int portOffset) {
        var lab = new LabSettings("gateway", dataDir, portOffset);
        return new Welcome(lab, Duration.ofMillis(1234));
    }
}
