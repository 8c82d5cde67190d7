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
 * What docker-compose.yml says of the parts that Kubernetes has too, by their names here.
 *
 * @param ports such as {@code 53/udp}, without the management port, but for the gateway's only one
 * @param here which hosts of the world a part runs, where it does not run all
 */
record Compose(Map<String, Set<String>> ports, Map<String, Set<String>> here) {
    private static final int ALIASES_MAX = 1000;

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
                    .collect(toMap(Map.Entry::getKey, e -> tcp(e.getValue().iterator().next())));

    /** What holds where there is no compose file. */
    static final Compose STANDARD =
            new Compose(
                    ports(
                            table(
                                    """
                                    dns-root 53/udp 53
                                    dns-tld 53/udp 53 43
                                    dns-authoritative 53/udp 53
                                    dns-resolver 53/udp 53
                                    web-origin 80
                                    web-cache 3128
                                    mail-crepes 25 587 465 110 995 143 993
                                    mail-hamburger 25 587 465 110 995 143 993
                                    tracker 6969 6969/udp
                                    seed 6881
                                    peer 6881
                                    gateway 8080
                                    """)),
                    table(
                            """
                            dns-root a.root-servers.net b.root-servers.net
                            dns-tld a.nic.edu a.nic.com a.nic.org a.nic.fr a.nic.arpa
                            dns-authoritative dns.cs.umass.edu ns.poly.edu ns.someschool.edu \
                            ns.amazon.com ns.crepes.fr ns.hamburger.edu ns.pbs.org \
                            a.in-addr-servers.arpa
                            dns-resolver dns.poly.edu
                            mail-crepes mail.crepes.fr
                            mail-hamburger mail.hamburger.edu
                            """));

    static Compose ofRepository() {
        return in(LabTree.repository().resolve("docker-compose.yml"));
    }

    static Compose in(Path file) {
        try {
            return Files.exists(file) ? read(Files.readString(file)) : STANDARD;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A part that compose does not have has no ports here either. */
    static Compose read(String yaml) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(ALIASES_MAX);
        Map<String, Object> file = new Yaml(new SafeConstructor(options)).load(yaml);
        var services = map(file.get("services"));
        return new Compose(
                MANAGEMENT.keySet().stream()
                        .collect(
                                toMap(
                                        part -> part,
                                        part -> exposed(service(services, part), part))),
                MANAGEMENT.keySet().stream()
                        .collect(toMap(part -> part, part -> hosts(service(services, part)))));
    }

    /** Kubernetes has one workload for the peers, compose a service for each of them. */
    private static Map<?, ?> service(Map<?, ?> services, String part) {
        return map(services.get(part.equals("peer") ? "peer-1" : part));
    }

    private static Set<String> exposed(Map<?, ?> service, String part) {
        var ports = new TreeSet<String>();
        if (service.get("expose") instanceof List<?> expose) {
            expose.forEach(port -> ports.add(tcp(port.toString())));
        }
        if (!part.equals("gateway")) {
            ports.remove(MANAGEMENT.get(part));
        }
        return ports;
    }

    private static Set<String> hosts(Map<?, ?> service) {
        var here = map(service.get("environment")).get("LABNET_WORLD_HERE");
        return here == null ? Set.of() : new TreeSet<>(List.of(here.toString().split(",")));
    }

    Set<String> portsOf(String part) {
        return ports.getOrDefault(part, Set.of());
    }

    Set<String> hereAt(String part) {
        return here.getOrDefault(part, Set.of());
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<String, Set<String>> table(String lines) {
        return lines.lines()
                .map(line -> List.of(line.split(" ")))
                .collect(
                        toMap(
                                List::getFirst,
                                words -> new TreeSet<>(words.subList(1, words.size()))));
    }

    private static Map<String, Set<String>> ports(Map<String, Set<String>> words) {
        return words.entrySet().stream().collect(toMap(Map.Entry::getKey, e -> tcp(e.getValue())));
    }

    private static Set<String> tcp(Set<String> ports) {
        var named = new TreeSet<String>();
        ports.forEach(port -> named.add(tcp(port)));
        return named;
    }

    private static String tcp(String port) {
        return port.contains("/") ? port : port + "/tcp";
    }
}
