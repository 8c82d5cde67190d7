package io.labnet.k8s;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** {@code kubectl kustomize}: from a folder to the manifests that would be applied. */
final class Kustomize {
    /** Components and replacements are older; this is the first that is tried. */
    private static final int VERSION_LEAST = 5;

    private static final Pattern VERSION = Pattern.compile("Kustomize Version: v([0-9]+)");
    private static final boolean INSTALLED = tryOut();

    private Kustomize() {}

    static boolean isInstalled() {
        return INSTALLED;
    }

    private static boolean tryOut() {
        try {
            var said = Command.run(Path.of("."), "kubectl", "version", "--client");
            var version = VERSION.matcher(said.output());
            return version.find() && Integer.parseInt(version.group(1)) >= VERSION_LEAST;
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
