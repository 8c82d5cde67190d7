package io.labnet.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A copy of what makes a lab on Kubernetes, so that no test writes keys into the repository. */
record LabTree(Path root) {
    private static final List<String> PARTS =
            List.of("k8s/base", "k8s/addresses", "k8s/components", "k8s/overlays/demo");

    /** The repository: the nearest folder above that has the start script. */
    static Path repository() {
        return repository(Path.of("").toAbsolutePath());
    }

    private static Path repository(Path folder) {
        var parent = folder.getParent();
        return parent == null || Files.exists(folder.resolve("labnet"))
                ? folder
                : repository(parent);
    }

    static LabTree copyTo(Path folder) throws IOException {
        var repository = repository();
        Files.copy(repository.resolve("labnet"), folder.resolve("labnet"));
        for (var part : PARTS) {
            try (var files = Files.walk(repository.resolve(part))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var copy = folder.resolve(repository.relativize(file).toString());
                    // A key that somebody made for a lab of their own stays where it is.
                    if (!file.endsWith("admin-key")) {
                        Files.createDirectories(copy.getParent());
                        Files.copy(file, copy);
                    }
                }
            }
        }
        return new LabTree(folder);
    }

    /** As {@link #copyTo}, for a test that renders: without kubectl it is skipped. */
    static LabTree toRender(Path folder) throws IOException {
        assumeTrue(
                Kustomize.isInstalled(),
                "kubectl with kustomize 5 is not installed (kubernetes-client of Debian 13):"
                        + " no manifest is checked");
        var tree = copyTo(folder);
        tree.group("demo");
        return tree;
    }

    Path overlay(String name) {
        return root.resolve("k8s/overlays").resolve(name);
    }

    Command.Outcome group(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(root.resolve("labnet").toString(), "group"));
        command.addAll(List.of(arguments));
        return Command.run(root, command.toArray(String[]::new));
    }
}
