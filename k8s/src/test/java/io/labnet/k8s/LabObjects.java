package io.labnet.k8s;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All objects of one lab, each of good form, for the rules that look at them together. */
record LabObjects(List<KubernetesObject> all) {

    <T extends KubernetesObject> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<V1Service> services() {
        return of(V1Service.class);
    }

    List<Workload> workloads() {
        var scalers = of(V2HorizontalPodAutoscaler.class);
        var found = new ArrayList<Workload>();
        of(V1StatefulSet.class).forEach(set -> found.add(Workload.of(set)));
        of(V1Deployment.class).forEach(d -> found.add(Workload.of(d, scalers)));
        return found;
    }

    /** The workloads of which the Service means one pod or more. */
    List<Workload> behind(V1Service service) {
        var selector = Absent.asEmpty(service.getSpec().getSelector());
        return selector.isEmpty()
                ? List.of()
                : workloads().stream()
                        .filter(w ->
                                w.podLabels().stream()
                                        .anyMatch(l -> Selection.matches(selector, l)))
                        .toList();
    }

    /** The addresses and networks of this lab, by the names of their variables. */
    Map<String, String> world() {
        return of(V1ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().startsWith("world"))
                .findFirst()
                .map(V1ConfigMap::getData)
                .orElse(Map.of());
    }

    static String title(KubernetesObject object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
