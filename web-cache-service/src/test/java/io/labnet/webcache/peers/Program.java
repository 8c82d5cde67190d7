package io.labnet.webcache.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of others on this machine. */
public final class Program {
    private static final int PATIENCE_SECONDS = 90;

    private Program() {}

    /** Where the first of these is; the test is skipped, with a word, when there is none. */
    public static String required(String... names) {
        var path = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
        var folders = Stream.concat(Arrays.stream(path), Stream.of("/usr/sbin")).toList();
        var found =
                Arrays.stream(names)
                        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeThat(found).as(names[0] + " is not installed, so this is not tried").isPresent();
        return found.orElseThrow().toString();
    }

    /** Starts a program that writes to a file until it is {@link #end ended}. */
    static Process start(Path said, List<String> command) throws IOException {
        var program =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        // In English, whoever runs it.
        program.environment().put("LC_ALL", "C.UTF-8");
        return program.start();
    }

    /** Runs a program to its end, and gives back all that it has said. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        var said = Files.createTempFile("labnet-said", ".txt");
        try {
            var process = start(said, command);
            var isDone = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            end(process);
            // It may be what was fetched.
            var text = Files.readString(said, StandardCharsets.ISO_8859_1);
            assertThat(isDone).as(command + " ends; it said " + text).isTrue();
            return text;
        } finally {
            Files.delete(said);
        }
    }

    /** Runs curl with these options, and gives back all that it has said. */
    public static String curl(String... options) throws IOException, InterruptedException {
        var command = Stream.of(required("curl"), "-sS", "-m60");
        return run(Stream.concat(command, Arrays.stream(options)).toList());
    }

    /** Ends a program and all that it has started. */
    static void end(Process process) {
        var children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
