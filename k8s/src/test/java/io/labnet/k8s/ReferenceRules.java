package io.labnet.k8s;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What objects call by name is there. */
final class ReferenceRules {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    private ReferenceRules() {}

    /** What there is to be called: the keys of each ConfigMap and Secret. */
    private record Keys(Map<String, Set<String>> of) {
        static Keys in(LabObjects lab) {
            var keys = new HashMap<String, Set<String>>();
            for (var map : lab.of(V1ConfigMap.class)) {
                keys.put(LabObjects.title(map), Absent.asEmpty(map.getData()).keySet());
            }
            for (var secret : lab.of(V1Secret.class)) {
                keys.put(LabObjects.title(secret), Absent.asEmpty(secret.getData()).keySet());
            }
            return new Keys(keys);
        }

        boolean have(String owner, @Nullable String key) {
            var there = of.get(owner);
            return there != null && (key == null || there.contains(key));
        }
    }

    static List<String> references(LabObjects lab) {
        var found = new ArrayList<String>();
        var keys = Keys.in(lab);
        for (var workload : lab.workloads()) {
            for (var wanted : wanted(workload)) {
                if (!keys.have(wanted.owner, wanted.key)) {
                    found.add(workload.title() + " wants " + wanted + ", which is not there");
                }
            }
        }
        for (var set : lab.of(V1StatefulSet.class)) {
            var name = set.getSpec().getServiceName();
            var governed = Workload.of(set).labels();
            if (lab.services().stream()
                    .filter(s -> Objects.equals(s.getMetadata().getName(), name))
                    .filter(s -> "None".equals(s.getSpec().getClusterIP()))
                    .noneMatch(s ->
                            Selection.matches(
                                    Absent.asEmpty(s.getSpec().getSelector()), governed))) {
                found.add(LabObjects.title(set) + ": " + name + " is no headless Service over it");
            }
        }
        return found;
    }

    private record Wanted(String owner, @Nullable String key) {
        @Override
        public String toString() {
            return key == null ? owner : key + " of " + owner;
        }
    }

    private static List<Wanted> wanted(Workload workload) {
        var wanted = new ArrayList<Wanted>();
        for (var container : workload.containers()) {
            wholes(container, wanted);
            for (var variable : Absent.asEmpty(container.getEnv())) {
                var from = variable.getValueFrom();
                if (from != null && from.getConfigMapKeyRef() != null) {
                    var key = from.getConfigMapKeyRef();
                    wanted.add(new Wanted("ConfigMap/" + key.getName(), key.getKey()));
                }
                if (from != null
                        && from.getSecretKeyRef() != null
                        && !Boolean.TRUE.equals(from.getSecretKeyRef().getOptional())) {
                    var key = from.getSecretKeyRef();
                    wanted.add(new Wanted("Secret/" + key.getName(), key.getKey()));
                }
            }
        }
        for (var volume : Absent.asEmpty(workload.pod().getVolumes())) {
            var map = volume.getConfigMap();
            if (map != null && !Boolean.TRUE.equals(map.getOptional())) {
                wanted.add(new Wanted("ConfigMap/" + map.getName(), null));
            }
            if (volume.getSecret() != null) {
                wanted.add(new Wanted("Secret/" + volume.getSecret().getSecretName(), null));
            }
        }
        return wanted;
    }

    private static void wholes(V1Container container, List<Wanted> wanted) {
        for (var from : Absent.asEmpty(container.getEnvFrom())) {
            if (from.getConfigMapRef() != null) {
                wanted.add(new Wanted("ConfigMap/" + from.getConfigMapRef().getName(), null));
            }
            if (from.getSecretRef() != null) {
                wanted.add(new Wanted("Secret/" + from.getSecretRef().getName(), null));
            }
        }
    }

    /** The kubelet leaves $(NAME) as it is where NAME is not known by then. */
    static List<String> variables(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            for (var container : workload.containers()) {
                var known = new HashSet<String>();
                for (var from : Absent.asEmpty(container.getEnvFrom())) {
                    if (from.getConfigMapRef() != null) {
                        known.addAll(keysOf(from.getConfigMapRef().getName(), lab));
                    }
                }
                for (var variable : Absent.asEmpty(container.getEnv())) {
                    var value = Objects.requireNonNullElse(variable.getValue(), "");
                    VARIABLE.matcher(value)
                            .results()
                            .map(m -> m.group(1))
                            .filter(name -> !known.contains(name))
                            .forEach(name ->
                                    found.add(
                                            workload.title()
                                                    + ": "
                                                    + variable.getName()
                                                    + " is made of "
                                                    + name
                                                    + ", which is not known"));
                    known.add(variable.getName());
                }
            }
        }
        return found;
    }

    private static Set<String> keysOf(String configMap, LabObjects lab) {
        return lab.of(V1ConfigMap.class).stream()
                .filter(map -> Objects.equals(map.getMetadata().getName(), configMap))
                .findFirst()
                .map(map -> Absent.asEmpty(map.getData()).keySet())
                .orElse(Set.of());
    }
}
