package io.labnet.k8s;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What runs pods, whichever kind it is of.
 *
 * @param object the Deployment or StatefulSet
 * @param claims a volume for each pod
 * @param replicasMin how many pods there are at least
 * @param replicasMax how many there can be, those of a rollout included
 */
record Workload(
        KubernetesObject object,
        V1LabelSelector selector,
        V1PodTemplateSpec template,
        List<V1PersistentVolumeClaim> claims,
        int replicasMin,
        int replicasMax) {
    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";

    static Workload of(V1StatefulSet set) {
        var spec = set.getSpec();
        var replicas = spec.getReplicas() == null ? 1 : spec.getReplicas();
        return new Workload(
                set,
                spec.getSelector(),
                spec.getTemplate(),
                Absent.asEmpty(spec.getVolumeClaimTemplates()),
                replicas,
                replicas);
    }

    static Workload of(V1Deployment deployment, List<V2HorizontalPodAutoscaler> scalers) {
        var spec = deployment.getSpec();
        var replicas = spec.getReplicas() == null ? 1 : spec.getReplicas();
        var min = replicas;
        var max = replicas;
        for (var scaler : scalers) {
            if (targets(scaler, deployment)) {
                var most = scaler.getSpec();
                min = most.getMinReplicas() == null ? 1 : most.getMinReplicas();
                max = most.getMaxReplicas();
            }
        }
        var claims = List.<V1PersistentVolumeClaim>of();
        return new Workload(
                deployment,
                spec.getSelector(),
                spec.getTemplate(),
                claims,
                min,
                max + surge(deployment, max));
    }

    static boolean targets(V2HorizontalPodAutoscaler scaler, KubernetesObject target) {
        var reference = scaler.getSpec().getScaleTargetRef();
        return target.getKind().equals(reference.getKind())
                && target.getApiVersion().equals(reference.getApiVersion())
                && target.getMetadata().getName().equals(reference.getName());
    }

    private static int surge(V1Deployment deployment, int replicas) {
        var strategy = deployment.getSpec().getStrategy();
        if (strategy != null && "Recreate".equals(strategy.getType())) {
            return 0;
        }
        if (strategy == null
                || strategy.getRollingUpdate() == null
                || strategy.getRollingUpdate().getMaxSurge() == null) {
            return (replicas + 3) / 4;
        }
        var surge = strategy.getRollingUpdate().getMaxSurge();
        return surge.isInteger()
                ? surge.getIntValue()
                : replicas * Integer.parseInt(surge.getStrValue().replace("%", "")) / 100 + 1;
    }

    String name() {
        return object.getMetadata().getName();
    }

    /** As people call it, such as {@code StatefulSet/tracker}. */
    String title() {
        return object.getKind() + "/" + name();
    }

    V1PodSpec pod() {
        return template.getSpec();
    }

    V1ObjectMeta metadata() {
        return template.getMetadata();
    }

    Map<String, String> labels() {
        return Absent.asEmpty(metadata().getLabels());
    }

    /** The labels of each pod: a StatefulSet's controller adds the pod's name. */
    List<Map<String, String>> podLabels() {
        if (!(object instanceof V1StatefulSet set)) {
            return List.of(labels());
        }
        var ordinals = set.getSpec().getOrdinals();
        var start = ordinals == null || ordinals.getStart() == null ? 0 : ordinals.getStart();
        var pods = new ArrayList<Map<String, String>>();
        for (int i = 0; i < replicasMin; i++) {
            var pod = new HashMap<>(labels());
            pod.put(POD_NAME, name() + "-" + (start + i));
            pods.add(pod);
        }
        return pods;
    }

    /** All containers, those that run before the others included. */
    List<V1Container> containers() {
        return Stream.concat(
                        Absent.asEmpty(pod().getInitContainers()).stream(),
                        pod().getContainers().stream())
                .toList();
    }

    List<V1ContainerPort> ports() {
        return pod().getContainers().stream()
                .flatMap(c -> Absent.asEmpty(c.getPorts()).stream())
                .toList();
    }
}
