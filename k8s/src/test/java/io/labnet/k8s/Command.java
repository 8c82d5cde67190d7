package io.labnet.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
final class Command {
    private static final int WITHIN_SECONDS = 60;

    record Outcome(int status, String output, String errors) {}

    private Command() {}

    static Outcome run(Path folder, String... command) throws IOException {
        var output = Files.createTempFile("labnet-k8s", ".out");
        var errors = Files.createTempFile("labnet-k8s", ".err");
        try {
            var process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectOutput(output.toFile())
                            .redirectError(errors.toFile())
                            .start();
            if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " does not end");
            }
            return new Outcome(
                    process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
