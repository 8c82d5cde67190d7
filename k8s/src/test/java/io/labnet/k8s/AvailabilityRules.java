package io.labnet.k8s;

import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;

/** What keeps a part up while nodes and pods come and go. */
final class AvailabilityRules {
    private AvailabilityRules() {}

    /** Where there are several pods, one at least is not evicted, and one at least can be. */
    static List<String> budgets(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            var budgets =
                    lab.of(V1PodDisruptionBudget.class).stream()
                            .filter(b ->
                                    Selection.matches(b.getSpec().getSelector(), workload.labels()))
                            .toList();
            if (workload.replicasMin() >= 2 && budgets.size() != 1) {
                found.add(workload.title() + " needs one PodDisruptionBudget, not " + budgets);
            }
            for (var budget : budgets) {
                var evictable = budget.getSpec().getMaxUnavailable();
                if (evictable == null
                        || !evictable.isInteger()
                        || evictable.getIntValue() < 1
                        || evictable.getIntValue() >= workload.replicasMin()) {
                    found.add(LabObjects.title(budget) + " lets all pods be evicted, or none");
                }
            }
        }
        return found;
    }

    /**
     * Several pods are on several nodes, and each stops only when nobody is sent to it any more.
     */
    static List<String> spreadAndDrained(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            if (workload.replicasMin() < 2) {
                continue;
            }
            if (Absent.asEmpty(workload.pod().getTopologySpreadConstraints()).isEmpty()) {
                found.add(workload.title() + " may have all its pods on one node");
            }
            for (var container : workload.pod().getContainers()) {
                var lifecycle = container.getLifecycle();
                if (lifecycle == null || lifecycle.getPreStop() == null) {
                    found.add(workload.title() + " stops while clients are still sent to it");
                } else if (lifecycle.getPreStop().getSleep() != null
                        && lifecycle.getPreStop().getSleep().getSeconds()
                                >= workload.pod().getTerminationGracePeriodSeconds()) {
                    found.add(workload.title() + " sleeps through the time that it has to stop");
                }
            }
        }
        return found;
    }

    /** A scaler has a Deployment, which leaves its number to it and says what its pods need. */
    static List<String> scalers(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var scaler : lab.of(V2HorizontalPodAutoscaler.class)) {
            var title = LabObjects.title(scaler);
            var targets =
                    lab.of(V1Deployment.class).stream()
                            .filter(d -> Workload.targets(scaler, d))
                            .toList();
            if (targets.isEmpty()) {
                found.add(title + " scales nothing");
            }
            for (var target : targets) {
                if (target.getSpec().getReplicas() != null) {
                    found.add(LabObjects.title(target) + " says how many, against " + title);
                }
            }
            var least = scaler.getSpec().getMinReplicas();
            if (least == null || least < 2 || least > scaler.getSpec().getMaxReplicas()) {
                found.add(title + " must keep 2 pods at least, and no more than its most");
            }
            if (Absent.asEmpty(scaler.getSpec().getMetrics()).isEmpty()) {
                found.add(title + " looks at nothing");
            }
        }
        return found;
    }
}
