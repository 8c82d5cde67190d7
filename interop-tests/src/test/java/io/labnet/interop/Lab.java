package io.labnet.interop;

import io.labnet.interop.Host.Printed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The lab in its containers, by its own Compose file, and the peers in theirs, in one network. It
 * stands once for all tests.
 */
final class Lab implements AutoCloseable {
    static final String PROJECT_PREFIX = "labnet-interop-";
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path PEERS = MODULE.resolve("src/test/docker");
    private static final String PEERS_IMAGE = "labnet/interop-peers";

    /** Where the lab's own Compose file is. */
    static final Path ROOT = MODULE.resolve("..").toAbsolutePath().normalize();

    /** What Compose is told. */
    static final Map<String, String> SETTINGS =
            Map.of(
                    "LAB_NET", System.getenv().getOrDefault("INTEROP_LAB_NET", "198.18.9"),
                    "LAB_HOST", System.getenv().getOrDefault("INTEROP_LAB_HOST", "127.0.0.3"),
                    "COMPOSE_PROFILES", "core",
                    "LABNET_ADMIN_KEY", UUID.randomUUID().toString(),
                    "INTEROP_IMAGE", PEERS_IMAGE);

    private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(5);

    /** Those on which no other container waits until they are healthy. */
    private static final String[] LAST_TO_BE_READY = {
        "gateway", "peer-1", "unbound", "bind", "nsd", "bind-authority", "postfix", "transmission"
    };

    private final ComposeContainer containers;

    private Lab(ComposeContainer containers) {
        this.containers = containers;
    }

    /** Starts it. Nothing is left of a run that was killed, nor will be of one that is ended. */
    static Lab start() {
        Leftovers.remove();
        Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::remove, "leftovers"));
        makePeersImage();
        var containers =
                new ComposeContainer(
                                PROJECT_PREFIX,
                                ROOT.resolve("docker-compose.yml").toFile(),
                                PEERS.resolve("peers.yml").toFile())
                        .withPull(false)
                        .withEnv(SETTINGS);
        for (var service : LAST_TO_BE_READY) {
            containers.waitingFor(
                    first(service), Wait.forHealthcheck().withStartupTimeout(HEALTHY_WITHIN));
        }
        containers.start();
        return new Lab(containers);
    }

    /** By the program, not by its API, so that what any earlier build left in its cache counts. */
    private static void makePeersImage() {
        try {
            Docker.run(PEERS, Map.of(), "build", "-q", "-t", PEERS_IMAGE, ".");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Host host(String service) {
        var container = containers.getContainerByServiceName(first(service));
        return new Host(service, container.orElseThrow());
    }

    /** A service's only container; said in full, as peer-1 alone would be the first of peer's. */
    private static String first(String service) {
        return service + "-1";
    }

    /** Where the programs run that only call others. */
    Host clients() {
        return host("clients");
    }

    /**
     * Asks a service's REST at the one of its containers that has what the path names: from inside
     * it, as an admin API answers only loopback and the gateway.
     *
     * @return the answer's head and body
     * @throws AssertionError if the answer is no success
     */
    String admin(String service, int port, String method, String path, String json) {
        return success(
                host(service)
                        .run(
                                """
                                exec 3<>"/dev/tcp/127.0.0.1/$1"
                                printf '%s %s HTTP/1.0\\r\\nHost: localhost\\r\\n' "$2" "$3" >&3
                                printf 'Content-Type: application/json\\r\\n' >&3
                                printf 'Content-Length: %s\\r\\n\\r\\n%s' "${#4}" "$4" >&3
                                cat <&3
                                """,
                                Integer.toString(port), method, path, json));
    }

    /**
     * Asks the REST of a service that runs once, through the gateway with its key, by curl.
     *
     * @param from the host on which curl runs
     * @param options of curl's, as for a shell
     */
    String api(Host from, String path, String options) {
        return success(
                from.run(
                        "curl -sSi -m 30 -H \"Authorization: Bearer $LABNET_ADMIN_KEY\" "
                                + "\"http://$GATEWAY:8080$1\" "
                                + options,
                        path));
    }

    private static String success(Printed answer) {
        var text = answer.ok();
        if (!text.matches("(?s)HTTP/1\\.1 2.*")) {
            throw new AssertionError("No success: " + text);
        }
        return text;
    }

    /** Adds a record to edu, at the server of that domain. */
    void addToEdu(String name, String type, String data) {
        admin(
                "dns-tld",
                8053,
                "POST",
                "/api/dns/zones/edu/records",
                "{\"name\":\"%s\",\"type\":\"%s\",\"ttl\":300,\"data\":\"%s\"}"
                        .formatted(name, type, data));
    }

    @Override
    public void close() {
        Leftovers.remove();
    }
}
