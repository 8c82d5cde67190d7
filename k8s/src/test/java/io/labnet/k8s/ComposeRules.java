package io.labnet.k8s;

import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The lab on Kubernetes is the lab of Docker Compose. */
final class ComposeRules {
    private ComposeRules() {}

    /** The same ports, and the management port, by that name. */
    static List<String> ports(LabObjects lab) {
        var found = new ArrayList<String>();
        var compose = Compose.ofRepository();
        for (var workload : lab.workloads()) {
            var management = Compose.MANAGEMENT.get(workload.name());
            if (management == null) {
                continue;
            }
            var wanted = and(management, compose.portsOf(workload.name()));
            var there = new TreeSet<String>();
            workload.ports().forEach(p -> there.add(port(p)));
            if (!there.equals(wanted)) {
                found.add(workload.title() + " has the ports " + there + ", compose " + wanted);
            }
            if (workload.ports().stream()
                    .noneMatch(
                            p -> p.getName().equals("management") && port(p).equals(management))) {
                found.add(workload.title() + " does not call " + management + " management");
            }
        }
        for (var service : lab.services()) {
            offered(lab, service, compose, found);
        }
        return found;
    }

    /** At a Service's address is what compose has at the container's, the admin port or not. */
    private static void offered(
            LabObjects lab, V1Service service, Compose compose, List<String> found) {
        var name = service.getMetadata().getName();
        var part = name.startsWith("peer-") ? "peer" : name;
        var management = Compose.MANAGEMENT.get(part);
        if ("None".equals(service.getSpec().getClusterIP())
                || management == null
                || lab.behind(service).isEmpty()) {
            return;
        }
        var there = new TreeSet<String>();
        service.getSpec().getPorts().forEach(p -> there.add(port(p.getPort(), p.getProtocol())));
        var wanted = compose.portsOf(part);
        if (!there.equals(wanted) && !there.equals(and(management, wanted))) {
            found.add(LabObjects.title(service) + " offers " + there + ", compose " + wanted);
        }
    }

    private static Set<String> and(String more, Set<String> ports) {
        var all = new TreeSet<>(ports);
        all.add(more);
        return all;
    }

    private static String port(V1ContainerPort port) {
        return port(port.getContainerPort(), port.getProtocol());
    }

    private static String port(int number, String protocol) {
        return number + "/" + Absent.asTcp(protocol).toLowerCase(Locale.ROOT);
    }

    /** The same hosts of the world in each part. */
    static List<String> hosts(LabObjects lab) {
        var found = new ArrayList<String>();
        var compose = Compose.ofRepository();
        for (var workload : lab.workloads()) {
            var there = new TreeSet<String>();
            for (var container : workload.pod().getContainers()) {
                Absent.asEmpty(container.getEnv()).stream()
                        .filter(variable -> variable.getName().equals("LABNET_WORLD_HERE"))
                        .forEach(variable -> there.addAll(List.of(variable.getValue().split(","))));
            }
            var wanted = compose.hereAt(workload.name());
            if (!there.equals(wanted)) {
                found.add(workload.title() + " runs the hosts " + there + ", compose " + wanted);
            }
        }
        return found;
    }
}
