package io.labnet.k8s;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.Set;

/** Words and numbers that the API server checks and its models, to which they are any, do not. */
final class Vocabulary {
    private static final Map<String, String> WORDS =
            table(
                    """
                    V1Container.imagePullPolicy: Always IfNotPresent Never
                    V1ContainerPort.protocol: TCP UDP SCTP
                    V1DeploymentStrategy.type: Recreate RollingUpdate
                    V1EmptyDirVolumeSource.medium: Memory
                    V1HTTPGetAction.scheme: HTTP HTTPS
                    V1LabelSelectorRequirement.operator: In NotIn Exists DoesNotExist
                    V1LimitRangeItem.type: Container Pod PersistentVolumeClaim
                    V1NetworkPolicyPort.protocol: TCP UDP SCTP
                    V1NetworkPolicySpec.policyTypes: Ingress Egress
                    V1PersistentVolumeClaimSpec.accessModes: \
                    ReadWriteOnce ReadOnlyMany ReadWriteMany ReadWriteOncePod
                    V1PersistentVolumeClaimSpec.volumeMode: Filesystem Block
                    V1PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy: \
                    IfHealthyBudget AlwaysAllow
                    V1PodSecurityContext.fsGroupChangePolicy: OnRootMismatch Always
                    V1PodSpec.dnsPolicy: ClusterFirst ClusterFirstWithHostNet Default None
                    V1PodSpec.restartPolicy: Always
                    V1SeccompProfile.type: RuntimeDefault Localhost Unconfined
                    V1ServicePort.protocol: TCP UDP SCTP
                    V1ServiceSpec.sessionAffinity: None ClientIP
                    V1ServiceSpec.type: ClusterIP NodePort LoadBalancer ExternalName
                    V1StatefulSetSpec.podManagementPolicy: OrderedReady Parallel
                    V1StatefulSetUpdateStrategy.type: RollingUpdate OnDelete
                    V1TopologySpreadConstraint.whenUnsatisfiable: DoNotSchedule ScheduleAnyway
                    V2MetricSpec.type: Resource ContainerResource Pods Object External
                    V2MetricTarget.type: Utilization Value AverageValue
                    """);

    private static final Map<String, String> RANGES =
            table(
                    """
                    V1ContainerPort.containerPort: 1 65535
                    V1DeploymentSpec.replicas: 0 1000
                    V1NetworkPolicyPort.endPort: 1 65535
                    V1PodSpec.terminationGracePeriodSeconds: 0 3600
                    V1Probe.failureThreshold: 1 1000
                    V1Probe.periodSeconds: 1 3600
                    V1Probe.timeoutSeconds: 1 3600
                    V1ServicePort.port: 1 65535
                    V1StatefulSetSpec.replicas: 0 1000
                    V2HorizontalPodAutoscalerSpec.maxReplicas: 1 1000
                    V2HorizontalPodAutoscalerSpec.minReplicas: 1 1000
                    """);

    private Vocabulary() {}

    /** Whether the field, named {@code Model.field}, may hold this word. */
    static boolean knows(String field, String word) {
        var words = WORDS.get(field);
        return words == null || Set.of(words.split(" ")).contains(word);
    }

    /** Whether the field, named {@code Model.field}, may hold this number. */
    static boolean allows(String field, long number) {
        var range = RANGES.get(field);
        if (range == null) {
            return true;
        }
        var space = range.indexOf(' ');
        return Long.parseLong(range.substring(0, space)) <= number
                && number <= Long.parseLong(range.substring(space + 1));
    }

    private static Map<String, String> table(String lines) {
        return lines.lines()
                .collect(
                        toMap(
                                line -> line.substring(0, line.indexOf(':')),
                                line -> line.substring(line.indexOf(": ") + 2)));
    }
}
