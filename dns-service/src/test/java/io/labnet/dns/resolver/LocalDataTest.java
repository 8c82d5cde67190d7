package io.labnet.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class LocalDataTest {
    private static final Name ADS = Name.fromConstantString("ads.edu.");

    @TempDir Path folder;

    private LocalData rules(String... settings) throws IOException {
        var rules = List.of(settings).stream().map(LocalRule::parse).toList();
        return new LocalData(rules, folder.resolve("local-data"), _ -> {});
    }

    private static String of(LocalData rules, String name) {
        return rules.of(Name.fromConstantString(name)).map(LocalRule::text).orElse("none");
    }

    @Test
    void a_names_own_rule_comes_first_and_then_the_closest_above() throws Exception {
        var rules = rules("ads.edu=NODATA", "*.ads.edu=NXDOMAIN", "*.edu=127.0.0.1");
        assertThat(of(rules, "ADS.edu.")).isEqualTo("ads.edu=NODATA");
        assertThat(of(rules, "a.b.ads.edu.")).isEqualTo("*.ads.edu=NXDOMAIN");
        assertThat(of(rules, "other.edu.")).isEqualTo("*.edu=127.0.0.1");
        assertThat(of(rules, "edu.")).isEqualTo("none");
    }

    @Test
    void what_was_added_is_there_again_after_a_restart() throws Exception {
        var rules = rules();
        rules.put(LocalRule.parse("ads.edu=127.0.0.1 ::1 filtered"));
        rules.put(LocalRule.parse("*.ads.edu=NXDOMAIN"));
        assertThat(of(rules(), "ads.edu.")).isEqualTo("ads.edu=127.0.0.1 0:0:0:0:0:0:0:1 filtered");
        assertThat(rules.remove(ADS)).isTrue();
        assertThat(rules.remove(ADS)).isFalse();
        assertThat(of(rules(), "ads.edu.")).isEqualTo("none");
        assertThat(rules().all()).hasSize(1);
    }

    @Test
    void a_name_may_have_the_sign_that_stands_between_it_and_its_answer() throws Exception {
        rules().put(LocalRule.of("a=b.edu", List.of("NODATA")));
        assertThat(of(rules(), "a=b.edu.")).isEqualTo("a=b.edu=NODATA");
    }

    @Test
    void a_rule_of_the_settings_can_be_covered_but_not_removed() throws Exception {
        var rules = rules("ads.edu=NODATA");
        rules.put(LocalRule.parse("ads.edu=NXDOMAIN"));
        assertThat(of(rules, "ads.edu.")).isEqualTo("ads.edu=NXDOMAIN");
        assertThat(rules.remove(ADS)).isTrue();
        assertThat(of(rules, "ads.edu.")).isEqualTo("ads.edu=NODATA");
        assertThatThrownBy(() -> rules.remove(ADS))
                .isInstanceOf(LocalData.RuleConflict.class)
                .hasMessageContaining("comes from the settings");
    }

    @Test
    void whoever_may_have_told_something_else_learns_of_each_change() throws Exception {
        var changed = new ArrayList<Name>();
        var rules = new LocalData(List.of(), null, changed::add);
        rules.put(LocalRule.parse("ads.edu=NODATA"));
        rules.remove(ADS);
        rules.remove(ADS);
        assertThat(changed).containsExactly(ADS, ADS);
    }

    @Test
    void a_file_with_a_bad_line_is_refused_and_the_line_named() throws Exception {
        Files.writeString(folder.resolve("local-data"), "ads.edu=NODATA\nads.edu\n");
        assertThatThrownBy(this::rules)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("local-data line 2: \"ads.edu\" has no =");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ads.edu",
                "ads.edu=",
                "ads.edu=maybe",
                "ads..edu=NODATA",
                "ads.edu=NODATA NXDOMAIN",
                "ads.edu=filtered",
                "ads.edu=fe80::1%1",
                "ads.edu=1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1"
                        + " 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1 1.1.1.1"
            })
    void what_is_no_rule_is_refused(String text) {
        assertThatThrownBy(() -> LocalRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
