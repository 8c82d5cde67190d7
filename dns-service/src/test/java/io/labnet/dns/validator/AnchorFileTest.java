package io.labnet.dns.validator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** Trust anchors in a file that comes, changes and goes. */
class AnchorFileTest {
    private static final String ROOT = ". IN DS 4711 13 2 " + "5A".repeat(32) + "\n";
    private static final String FR = "fr. DS 4712 13 2 " + "5B".repeat(32);

    @TempDir Path folder;
    private Path path;
    private int changes;

    @BeforeEach
    void name() {
        path = folder.resolve("root.ds");
    }

    private AnchorFile open(String... others) {
        return new AnchorFile(path, List.of(others), () -> changes++);
    }

    // As who writes it does: another file takes its place.
    private void write(String text) throws Exception {
        var next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void it_is_read_when_it_comes_and_when_it_changes_and_no_more_when_it_is_gone()
            throws Exception {
        var file = open();
        assertThat(file.get().isEmpty()).isTrue();
        write(ROOT);
        assertThat(file.get().isEmpty()).isTrue();
        file.look();
        file.look();
        assertThat(file.get().zones()).containsExactly(Name.root);
        assertThat(changes).isOne();
        write(ROOT.replace("4711", "4713"));
        file.look();
        assertThat(file.get().of(Name.root).orElseThrow().ds().getFirst().getFootprint())
                .isEqualTo(4713);
        Files.delete(path);
        file.look();
        assertThat(file.get().isEmpty()).isTrue();
        assertThat(changes).isEqualTo(3);
    }

    @Test
    void what_is_no_list_of_anchors_changes_nothing() throws Exception {
        write(ROOT);
        var file = open();
        for (var bad : List.of(". DS 1 13 2 zz\n", ROOT.repeat(1000))) {
            write(bad);
            file.look();
            assertThat(file.get().zones()).containsExactly(Name.root);
        }
        assertThat(changes).isZero();
        assertThatThrownBy(this::open).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anchors_of_the_settings_stay_beside_it() throws Exception {
        var file = open(FR);
        assertThat(file.get().zones()).containsExactly(Name.fromString("fr."));
        write(ROOT);
        file.look();
        assertThat(file.get().zones()).hasSize(2);
    }
}
