package io.labnet.interop;

import java.io.IOException;
import java.time.Duration;
import org.testcontainers.containers.ContainerState;

/** A container of the lab, in which programs are run. */
record Host(String service, ContainerState container) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Its address in the lab's network, of all the networks that it is in. */
    String address() {
        return container
                .getCurrentContainerInfo()
                .getNetworkSettings()
                .getNetworks()
                .entrySet()
                .stream()
                .filter(network -> network.getKey().endsWith("_lab"))
                .map(network -> network.getValue().getIpAddress())
                .findFirst()
                .orElseThrow();
    }

    /** Runs a bash script; it is ended after a minute. */
    Printed run(String script, String... arguments) {
        return run(PATIENCE, script, arguments);
    }

    /**
     * Runs a bash script, which finds its arguments as {@code $1} and so on.
     *
     * @param patience after which it is ended, with the exit status 124
     */
    Printed run(Duration patience, String script, String... arguments) {
        var command = new String[6 + arguments.length];
        command[0] = "timeout";
        command[1] = Long.toString(patience.toSeconds());
        command[2] = "bash";
        command[3] = "-c";
        command[4] = "exec 2>&1\n" + script;
        command[5] = service;
        System.arraycopy(arguments, 0, command, 6, arguments.length);
        try {
            var result = container.execInContainer(command);
            return new Printed(
                    script, result.getExitCode(), result.getStdout() + result.getStderr());
        } catch (IOException broken) {
            throw new IllegalStateException("Cannot run a program in " + service, broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while a program ran in " + service, stopped);
        }
    }

    /** What a program printed, and its exit status. */
    record Printed(String script, int status, String text) {
        /**
         * What it printed.
         *
         * @throws AssertionError if it failed
         */
        String ok() {
            if (status != 0) {
                throw new AssertionError(
                        "Exit status " + status + " of\n" + script + "\nwhich printed\n" + text);
            }
            return text;
        }
    }
}
