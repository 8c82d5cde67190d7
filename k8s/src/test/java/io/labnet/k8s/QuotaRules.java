package io.labnet.k8s;

import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1LimitRange;
import io.kubernetes.client.openapi.models.V1LimitRangeItem;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1Secret;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the namespace may have is enough for all that can run in it. */
final class QuotaRules {
    private QuotaRules() {}

    static List<String> quota(LabObjects lab) {
        var quotas = lab.of(V1ResourceQuota.class);
        if (quotas.size() != 1) {
            return List.of("There must be one ResourceQuota, not " + quotas.size());
        }
        var found = new ArrayList<String>();
        var hard = Absent.asEmpty(quotas.getFirst().getSpec().getHard());
        needs(lab)
                .forEach((resource, needed) -> {
                    var most = hard.get(resource);
                    if (most == null) {
                        found.add("ResourceQuota/lab does not limit " + resource);
                    } else if (most.getNumber().compareTo(needed) < 0) {
                        found.add(
                                "ResourceQuota/lab: all pods together need "
                                        + needed.toPlainString()
                                        + " of "
                                        + resource
                                        + ", more than "
                                        + most.toSuffixedString());
                    }
                });
        return found;
    }

    /** All pods that there can be, each with its most. */
    static Map<String, BigDecimal> needs(LabObjects lab) {
        var sums = new LinkedHashMap<String, BigDecimal>();
        sums.put("services", BigDecimal.valueOf(lab.services().size()));
        sums.put("configmaps", BigDecimal.valueOf(lab.of(V1ConfigMap.class).size() + 1));
        sums.put("secrets", BigDecimal.valueOf(lab.of(V1Secret.class).size()));
        for (var workload : lab.workloads()) {
            var pods = BigDecimal.valueOf(workload.replicasMax());
            sums.merge("pods", pods, BigDecimal::add);
            for (var container : workload.containers()) {
                add("requests.", PodRules.requests(container), pods, sums);
                add("limits.", PodRules.limits(container), pods, sums);
            }
            for (var claim : workload.claims()) {
                sums.merge("persistentvolumeclaims", pods, BigDecimal::add);
                add("requests.", storage(claim), pods, sums);
            }
        }
        return sums;
    }

    private static Map<String, Quantity> storage(V1PersistentVolumeClaim claim) {
        return Absent.asEmpty(claim.getSpec().getResources().getRequests());
    }

    private static void add(
            String before,
            Map<String, Quantity> amounts,
            BigDecimal times,
            Map<String, BigDecimal> sums) {
        amounts.forEach((resource, amount) ->
                sums.merge(before + resource, amount.getNumber().multiply(times), BigDecimal::add));
    }

    /** No container and no volume claim is refused for its size. */
    static List<String> limitRange(LabObjects lab) {
        var ranges = lab.of(V1LimitRange.class);
        if (ranges.size() != 1) {
            return List.of("There must be one LimitRange, not " + ranges.size());
        }
        var found = new ArrayList<String>();
        for (var range : ranges.getFirst().getSpec().getLimits()) {
            for (var workload : lab.workloads()) {
                switch (range.getType()) {
                    case "Container" ->
                            workload.containers()
                                    .forEach(c -> container(workload, c, range, found));
                    case "PersistentVolumeClaim" ->
                            workload.claims().forEach(c -> claim(workload, c, range, found));
                    default -> found.add("LimitRange/lab limits " + range.getType());
                }
            }
        }
        return found;
    }

    private static void container(
            Workload workload, V1Container container, V1LimitRangeItem range, List<String> found) {
        within(workload, PodRules.requests(container), range, found);
        within(workload, PodRules.limits(container), range, found);
    }

    private static void claim(
            Workload workload,
            V1PersistentVolumeClaim claim,
            V1LimitRangeItem range,
            List<String> found) {
        within(workload, storage(claim), range, found);
    }

    private static void within(
            Workload workload,
            Map<String, Quantity> amounts,
            V1LimitRangeItem range,
            List<String> found) {
        amounts.forEach((resource, amount) -> {
            var least = PodRules.amount(Absent.asEmpty(range.getMin()), resource);
            var most = PodRules.amount(Absent.asEmpty(range.getMax()), resource);
            if ((least != null && amount.getNumber().compareTo(least) < 0)
                    || (most != null && amount.getNumber().compareTo(most) > 0)) {
                found.add(workload.title() + ": LimitRange/lab refuses its " + resource);
            }
        });
    }
}
