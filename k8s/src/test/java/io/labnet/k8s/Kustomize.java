package io.labnet.k8s;

import java.io.IOException;
import java.nio.file.Path;

/** {@code kubectl kustomize}: from a folder to the manifests that would be applied. */
final class Kustomize {
    private static final boolean INSTALLED = tryOut();

    private Kustomize() {}

    static boolean isInstalled() {
        return INSTALLED;
    }

    private static boolean tryOut() {
        try {
            return Command.run(Path.of("."), "kubectl", "version", "--client").status() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    /**
     * @return the manifests, as one YAML stream
     * @throws IOException if kustomize refuses the folder, with its reason
     */
    static String render(Path folder) throws IOException {
        var outcome = Command.run(folder, "kubectl", "kustomize", ".");
        if (outcome.status() != 0) {
            throw new IOException("kubectl kustomize " + folder + ": " + outcome.errors());
        }
        return outcome.output();
    }
}
