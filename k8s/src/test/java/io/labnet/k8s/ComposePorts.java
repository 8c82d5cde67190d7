package io.labnet.k8s;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Which ports the containers of docker-compose.yml have, by the names of the parts.
 *
 * @param byPart such as {@code 53/udp}; the management port is left out, but for the gateway's only
 *     one
 */
record ComposePorts(Map<String, Set<String>> byPart) {
    /** The admin REST and the health of each part. */
    static final Map<String, String> MANAGEMENT =
            table(
                            """
                            dns-root 8053
                            dns-tld 8053
                            dns-authoritative 8053
                            dns-resolver 8053
                            web-origin 8081
                            web-cache 8082
                            mail-crepes 8025
                            mail-hamburger 8025
                            tracker 8069
                            seed 8068
                            peer 8068
                            gateway 8080
                            """)
                    .entrySet()
                    .stream()
                    .collect(toMap(Map.Entry::getKey, e -> e.getValue().iterator().next()));

    /** As docs and READMEs say; what holds where there is no compose file. */
    static final ComposePorts STANDARD =
            new ComposePorts(
                    table(
                            """
                            dns-root 53/udp 53/tcp
                            dns-tld 53/udp 53/tcp
                            dns-authoritative 53/udp 53/tcp
                            dns-resolver 53/udp 53/tcp
                            web-origin 80
                            web-cache 3128
                            mail-crepes 25 587 465 110 995 143 993
                            mail-hamburger 25 587 465 110 995 143 993
                            tracker 6969/tcp 6969/udp
                            seed 6881
                            peer 6881
                            gateway 8080
                            """));

    static ComposePorts ofRepository() {
        return in(LabTree.repository().resolve("docker-compose.yml"));
    }

    static ComposePorts in(Path file) {
        try {
            return Files.exists(file) ? read(Files.readString(file)) : STANDARD;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What compose exposes; a part that it does not have, has no ports here either. */
    static ComposePorts read(String yaml) {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        var services = map(file.get("services"));
        return new ComposePorts(
                MANAGEMENT.keySet().stream()
                        .collect(toMap(part -> part, part -> exposed(services, part))));
    }

    private static Set<String> exposed(Map<?, ?> services, String part) {
        // Kubernetes has one workload for the peers, compose a service for each of them.
        var service = map(services.get(part.equals("peer") ? "peer-1" : part));
        var ports = new TreeSet<String>();
        if (service.get("expose") instanceof List<?> expose) {
            expose.forEach(port -> ports.add(withProtocol(port.toString())));
        }
        if (!part.equals("gateway")) {
            ports.remove(MANAGEMENT.get(part));
        }
        return ports;
    }

    Set<String> of(String part) {
        return byPart.getOrDefault(part, Set.of());
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<String, Set<String>> table(String lines) {
        return lines.lines()
                .map(line -> List.of(line.split(" ")))
                .collect(toMap(List::getFirst, words -> ports(words.subList(1, words.size()))));
    }

    private static Set<String> ports(List<String> words) {
        var ports = new TreeSet<String>();
        words.forEach(word -> ports.add(withProtocol(word)));
        return ports;
    }

    private static String withProtocol(String port) {
        return port.contains("/") ? port : port + "/tcp";
    }
}
