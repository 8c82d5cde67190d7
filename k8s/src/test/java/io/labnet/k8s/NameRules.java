package io.labnet.k8s;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServicePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** How things are called. */
final class NameRules {
    /** RFC 1123 section 2.1, as Kubernetes wants it. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final Pattern SUBDOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

    /** A Service's name begins with a letter (RFC 1035 section 2.3.1). */
    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");

    /** RFC 6335 section 5.1. */
    private static final Pattern PORT =
            Pattern.compile("(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?");

    private static final Pattern LABEL_KEY =
            Pattern.compile(
                    "([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?"
                            + "[A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?");

    private static final Pattern LABEL_VALUE =
            Pattern.compile("([A-Za-z0-9]([-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?)?");

    private NameRules() {}

    static List<String> names(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var object : lab.all()) {
            var name = object.getMetadata().getName();
            if (name == null || !form(object).matcher(name).matches()) {
                found.add(LabObjects.title(object) + " has a name that DNS cannot say (RFC 1123)");
            }
        }
        twice("objects", lab.all().stream().map(LabObjects::title).toList(), found);
        for (var workload : lab.workloads()) {
            inPod(workload, found);
        }
        for (var service : lab.services()) {
            var ports = service.getSpec().getPorts();
            var names = ports.stream().map(V1ServicePort::getName).toList();
            ports(LabObjects.title(service), names, found);
        }
        return found;
    }

    private static Pattern form(KubernetesObject object) {
        return switch (object) {
            case V1Service _ -> SERVICE;
            case V1Namespace _ -> LABEL;
            default -> SUBDOMAIN;
        };
    }

    private static void inPod(Workload workload, List<String> found) {
        var containers = workload.containers().stream().map(V1Container::getName).toList();
        for (var name : containers) {
            if (!LABEL.matcher(name).matches()) {
                found.add(workload.title() + " has a container called " + name);
            }
        }
        twice(workload.title() + ": containers", containers, found);
        ports(
                workload.title(),
                workload.ports().stream().map(V1ContainerPort::getName).toList(),
                found);
        for (var container : workload.containers()) {
            var variables = Absent.asEmpty(container.getEnv());
            var names = variables.stream().map(V1EnvVar::getName).toList();
            twice(workload.title() + ": variables", names, found);
        }
    }

    private static void ports(String owner, List<String> names, List<String> found) {
        for (var name : names) {
            if (name == null || !PORT.matcher(name).matches()) {
                found.add(owner + " has a port without a good name: " + name + " (RFC 6335)");
            }
        }
        twice(owner + ": ports", names, found);
    }

    private static void twice(String what, List<String> names, List<String> found) {
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!seen.add(name)) {
                found.add(what + " are called " + name + " twice");
            }
        }
    }

    /** All in the one namespace of the lab. */
    static List<String> namespaces(LabObjects lab) {
        var spaces = lab.of(V1Namespace.class);
        if (spaces.size() != 1) {
            return List.of("There must be one Namespace, not " + spaces.size());
        }
        var found = new ArrayList<String>();
        var wanted = spaces.getFirst().getMetadata().getName();
        for (var object : lab.all()) {
            var there = object.getMetadata().getNamespace();
            if (!(object instanceof V1Namespace) && !wanted.equals(there)) {
                found.add(LabObjects.title(object) + " is in namespace " + there);
            }
        }
        return found;
    }

    static List<String> labels(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var object : lab.all()) {
            labels(LabObjects.title(object), object.getMetadata().getLabels(), found);
        }
        for (var workload : lab.workloads()) {
            labels(workload.title() + ": its pods", workload.labels(), found);
        }
        return found;
    }

    private static void labels(String owner, Map<String, String> labels, List<String> found) {
        Absent.asEmpty(labels)
                .forEach((key, value) -> {
                    if (!LABEL_KEY.matcher(key).matches()
                            || !LABEL_VALUE.matcher(value).matches()) {
                        found.add(owner + " has the label " + key + "=" + value);
                    }
                });
    }
}
