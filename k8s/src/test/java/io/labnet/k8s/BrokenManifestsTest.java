package io.labnet.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file in {@code broken} spoils a lab that is otherwise good, by one fault; its first line
 * names the rule that must find it, alone.
 */
class BrokenManifestsTest {
    private static final Pattern HEAD = Pattern.compile("# (\\S+): (patch|document)\\. .*");

    @TempDir static Path folder;

    private static LabTree tree;

    @BeforeAll
    static void make_a_lab_with_everything() throws IOException {
        tree = LabTree.toRender(folder);
        tree.group("07", "--with", "postgres-mail,postgres-shop,redis-tracker");
        // Rendered once: what follows has only a patch to do.
        var rendered = tree.overlay("rendered");
        Files.createDirectories(rendered);
        Files.writeString(rendered.resolve("lab.yaml"), Kustomize.render(tree.overlay("group-07")));
        Files.writeString(rendered.resolve("kustomization.yaml"), "resources: [lab.yaml]\n");
    }

    static List<Path> broken() throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/broken"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void is_refused_by_its_rule_alone(Path file) throws IOException {
        var name = file.getFileName().toString();
        var overlay = tree.overlay("broken-" + name.replace(".yaml", ""));
        Files.createDirectories(overlay);
        Files.copy(file, overlay.resolve(name));
        Files.writeString(overlay.resolve("kustomization.yaml"), kustomization(file));

        var findings = Rules.findings(Manifests.of(Kustomize.render(overlay)));

        assertThat(findings).containsOnlyKeys(head(file, 1));
        assertThat(findings.get(head(file, 1))).allSatisfy(f -> assertThat(f).isNotBlank());
    }

    private static String kustomization(Path file) throws IOException {
        var good = "resources:\n  - ../rendered\n";
        var name = file.getFileName();
        return head(file, 2).equals("patch")
                ? good + "patches:\n  - path: " + name + "\n"
                : good + "  - " + name + "\n";
    }

    private static String head(Path file, int group) throws IOException {
        var first = Files.readAllLines(file).getFirst();
        var head = HEAD.matcher(first);
        assertThat(head.matches()).as("%s must begin as '# rule: patch. Why'", file).isTrue();
        return head.group(group);
    }

    @Test
    void every_rule_is_proved_by_one_at_least() throws IOException {
        var proved = new TreeSet<String>();
        for (var file : broken()) {
            proved.add(head(file, 1));
        }
        var rules = new TreeSet<>(Rules.ALL.keySet());
        rules.add(Rules.MODEL);

        assertThat(proved).isEqualTo(rules);
    }
}
