package io.labnet.k8s;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a pod needs to start, to be watched, and to be no burden on others. */
final class PodRules {
    /** Where programs are that answer no question about their health: people work there. */
    private static final Set<String> UNPROBED = Set.of("tools");

    /** Who does not ask the lab's resolver; why, says the file of each. */
    private static final Set<String> ASKING_THE_CLUSTER =
            Set.of("dns-resolver", "gateway", "mail-database", "shop-database", "tracker-store");

    private static final List<String> RESOURCES = List.of("cpu", "memory", "ephemeral-storage");

    private PodRules() {}

    static List<String> images(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            for (var container : workload.containers()) {
                var image = container.getImage() == null ? "" : container.getImage();
                var tag = image.substring(image.lastIndexOf('/') + 1);
                if (!tag.contains(":") || tag.endsWith(":latest")) {
                    found.add(
                            workload.title()
                                    + " runs "
                                    + image
                                    + ", which can be another image tomorrow: give it a version");
                }
            }
        }
        return found;
    }

    static List<String> volumes(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            var declared = new HashSet<String>();
            Absent.asEmpty(workload.pod().getVolumes()).stream()
                    .map(V1Volume::getName)
                    .forEach(declared::add);
            workload.claims().forEach(c -> declared.add(c.getMetadata().getName()));
            var mounted = new HashSet<String>();
            for (var container : workload.containers()) {
                var mounts = Absent.asEmpty(container.getVolumeMounts());
                mounts.stream().map(V1VolumeMount::getName).forEach(mounted::add);
                var paths = mounts.stream().map(V1VolumeMount::getMountPath).toList();
                if (Set.copyOf(paths).size() < paths.size()) {
                    found.add(workload.title() + " mounts two volumes at one path: " + paths);
                }
            }
            for (var name : mounted) {
                if (!declared.contains(name)) {
                    found.add(workload.title() + " mounts " + name + ", which it does not have");
                }
            }
            for (var name : declared) {
                if (!mounted.contains(name)) {
                    found.add(workload.title() + " has the volume " + name + " and no use for it");
                }
            }
        }
        return found;
    }

    static List<String> probes(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            if (UNPROBED.contains(workload.name())) {
                continue;
            }
            for (var container : workload.pod().getContainers()) {
                probe(workload, container, "startup", container.getStartupProbe(), found);
                probe(workload, container, "readiness", container.getReadinessProbe(), found);
                probe(workload, container, "liveness", container.getLivenessProbe(), found);
            }
        }
        return found;
    }

    private static void probe(
            Workload workload,
            V1Container container,
            String kind,
            @Nullable V1Probe probe,
            List<String> found) {
        var owner = workload.title() + ": its " + kind + " probe";
        if (probe == null) {
            found.add(owner + " is missing");
        } else if (probe.getHttpGet() != null) {
            var get = probe.getHttpGet();
            var group = kind.equals("readiness") ? "readiness" : "liveness";
            if (!("/actuator/health/" + group).equals(get.getPath())) {
                found.add(owner + " asks " + get.getPath());
            }
            if (!has(container, get.getPort()) || !"management".equals(get.getPort().toString())) {
                found.add(owner + " asks the port " + get.getPort() + ", not management");
            }
        } else if (probe.getTcpSocket() != null) {
            if (!has(container, probe.getTcpSocket().getPort())) {
                found.add(owner + " tries a port that the container does not have");
            }
        } else if (probe.getExec() == null) {
            found.add(owner + " asks nothing");
        }
    }

    private static boolean has(V1Container container, IntOrString port) {
        return Absent.asEmpty(container.getPorts()).stream().anyMatch(p -> is(p, port));
    }

    /** Whether this is the container's port of that number or name. */
    static boolean is(V1ContainerPort port, IntOrString wanted) {
        return wanted.isInteger()
                ? port.getContainerPort().equals(wanted.getIntValue())
                : wanted.getStrValue().equals(port.getName());
    }

    static List<String> resources(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            for (var container : workload.containers()) {
                resources(workload, container, found);
            }
            disk(workload, found);
        }
        return found;
    }

    private static void resources(Workload workload, V1Container container, List<String> found) {
        for (var resource : RESOURCES) {
            var request = amount(requests(container), resource);
            var limit = amount(limits(container), resource);
            var owner = workload.title() + ": " + container.getName() + " ";
            if (request == null || limit == null) {
                found.add(owner + "does not say how much " + resource + " it needs, and may have");
            } else if (request.signum() <= 0 || request.compareTo(limit) > 0) {
                found.add(owner + "needs more " + resource + " than it may have, or none");
            }
        }
    }

    /** What is written to an emptyDir counts as the pod's own storage. */
    private static void disk(Workload workload, List<String> found) {
        var most = BigDecimal.ZERO;
        for (var volume : Absent.asEmpty(workload.pod().getVolumes())) {
            if (volume.getEmptyDir() != null) {
                if (volume.getEmptyDir().getSizeLimit() == null) {
                    found.add(workload.title() + ": " + volume.getName() + " has no sizeLimit");
                } else {
                    most = most.add(volume.getEmptyDir().getSizeLimit().getNumber());
                }
            }
        }
        var limit = BigDecimal.ZERO;
        for (var container : workload.pod().getContainers()) {
            var amount = amount(limits(container), "ephemeral-storage");
            limit = limit.add(amount == null ? BigDecimal.ZERO : amount);
        }
        if (most.compareTo(limit) > 0) {
            found.add(workload.title() + " is evicted before its emptyDirs are full");
        }
    }

    static Map<String, Quantity> requests(V1Container container) {
        var resources = container.getResources();
        return Absent.asEmpty(resources == null ? null : resources.getRequests());
    }

    static Map<String, Quantity> limits(V1Container container) {
        V1ResourceRequirements resources = container.getResources();
        return Absent.asEmpty(resources == null ? null : resources.getLimits());
    }

    static @Nullable BigDecimal amount(Map<String, Quantity> amounts, String resource) {
        var amount = amounts.get(resource);
        return amount == null ? null : amount.getNumber();
    }

    static List<String> noToken(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            var pod = workload.pod();
            if (!Boolean.FALSE.equals(pod.getAutomountServiceAccountToken())) {
                found.add(workload.title() + " gets a token for the API server, and needs none");
            }
            if (!Boolean.FALSE.equals(pod.getEnableServiceLinks())) {
                found.add(
                        workload.title() + " gets variables such as TRACKER_PORT from Kubernetes");
            }
        }
        return found;
    }

    /** Whom the lab's pods ask for names: the lab's resolver, first in their own namespace. */
    static List<String> labNames(LabObjects lab) {
        var found = new ArrayList<String>();
        var resolver = lab.world().getOrDefault("DNS_RESOLVER", "");
        for (var workload : lab.workloads()) {
            var pod = workload.pod();
            if (ASKING_THE_CLUSTER.contains(workload.name())) {
                if (!"ClusterFirst".equals(pod.getDnsPolicy()) || pod.getDnsConfig() != null) {
                    found.add(workload.title() + " must ask the cluster for names");
                }
                continue;
            }
            var config = pod.getDnsConfig();
            if (!"None".equals(pod.getDnsPolicy())
                    || config == null
                    || !Absent.asEmpty(config.getNameservers()).equals(List.of(resolver))) {
                found.add(workload.title() + " must ask the lab's resolver alone, " + resolver);
            } else if (!searchesAt(home(lab), Absent.asEmpty(config.getSearches()))) {
                found.add(workload.title() + " must search its own namespace first");
            }
        }
        return found;
    }

    private static boolean searchesAt(String home, List<String> searches) {
        return !searches.isEmpty() && searches.getFirst().equals(home);
    }

    private static String home(LabObjects lab) {
        return lab.of(V1Namespace.class).stream()
                .map(space -> space.getMetadata().getName() + ".svc.cluster.local")
                .findFirst()
                .orElse("");
    }
}
