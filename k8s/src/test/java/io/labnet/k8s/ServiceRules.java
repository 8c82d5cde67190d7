package io.labnet.k8s;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the lab's servers are found: by which labels, at which addresses and ports. */
final class ServiceRules {
    /** Variables of the world that are no address of a Service. */
    private static final List<String> OTHERS = List.of("LAB_NET", "CLUSTER_DNS", "POD_NET");

    private ServiceRules() {}

    /** Whoever selects pods finds some: a workload its own, a Service and a budget anybody's. */
    static List<String> selectors(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            if (!Selection.matches(workload.selector(), workload.labels())) {
                found.add(workload.title() + " does not select its own pods");
            }
            for (var other : lab.workloads()) {
                if (!other.title().equals(workload.title())
                        && Selection.matches(workload.selector(), other.labels())) {
                    found.add(workload.title() + " selects the pods of " + other.title());
                }
            }
            for (var spread : Absent.asEmpty(workload.pod().getTopologySpreadConstraints())) {
                if (!Selection.matches(spread.getLabelSelector(), workload.labels())) {
                    found.add(workload.title() + " spreads pods that are not its own");
                }
            }
        }
        for (var service : lab.services()) {
            if (lab.behind(service).isEmpty()) {
                found.add(LabObjects.title(service) + " selects no pod");
            }
        }
        for (var budget : lab.of(V1PodDisruptionBudget.class)) {
            var selector = budget.getSpec().getSelector();
            if (lab.workloads().stream().noneMatch(w -> Selection.matches(selector, w.labels()))) {
                found.add(LabObjects.title(budget) + " selects no pod");
            }
        }
        return found;
    }

    /** A Service's port leads to a port of every pod behind it, with the same protocol. */
    static List<String> targetPorts(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var service : lab.services()) {
            for (var port : service.getSpec().getPorts()) {
                for (var workload : lab.behind(service)) {
                    if (workload.ports().stream().noneMatch(p -> leads(port, p))) {
                        found.add(
                                LabObjects.title(service)
                                        + ": "
                                        + port.getName()
                                        + " leads to no port of "
                                        + workload.title());
                    }
                }
            }
        }
        return found;
    }

    static boolean leads(V1ServicePort port, V1ContainerPort to) {
        var target = port.getTargetPort();
        var wanted = target == null ? new IntOrString(port.getPort()) : target;
        return PodRules.is(to, wanted)
                && Absent.asTcp(port.getProtocol()).equals(Absent.asTcp(to.getProtocol()));
    }

    /**
     * Each address of the world is that of one Service, and each Service without pods' addresses
     * has one.
     */
    static List<String> addresses(LabObjects lab) {
        var found = new ArrayList<String>();
        var owners = new HashMap<String, String>();
        var world = new HashMap<>(lab.world());
        OTHERS.forEach(world::remove);
        for (var service : lab.services()) {
            var title = LabObjects.title(service);
            var address = service.getSpec().getClusterIP();
            if ("None".equals(address)) {
                continue;
            }
            var variable = variable(service);
            var wanted = world.remove(variable);
            if (wanted == null || !wanted.equals(address)) {
                found.add(title + " is at " + address + ", but " + variable + " is " + wanted);
            }
            var owner = address == null ? null : owners.put(address, title);
            if (owner != null) {
                found.add(title + " is at " + address + ", as is " + owner);
            }
        }
        world.forEach((name, address) -> found.add(name + "=" + address + " is no Service's"));
        outsiders(lab.world(), found);
        return found;
    }

    private static void outsiders(Map<String, String> world, List<String> found) {
        var net = world.getOrDefault("LAB_NET", "?") + ".";
        world.forEach((name, address) -> {
            if (!OTHERS.contains(name) && !address.startsWith(net)) {
                found.add(name + "=" + address + " is not in the lab's net " + net);
            }
        });
    }

    private static String variable(V1Service service) {
        return service.getMetadata().getName().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
