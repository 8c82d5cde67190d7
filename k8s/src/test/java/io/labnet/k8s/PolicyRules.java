package io.labnet.k8s;

import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Who may talk to whom, as the network policies say together. */
final class PolicyRules {
    private PolicyRules() {}

    /** One policy stops all that no other allows. */
    static List<String> defaultDeny(LabObjects lab) {
        return lab.of(V1NetworkPolicy.class).stream().anyMatch(PolicyRules::deniesAll)
                ? List.of()
                : List.of("No NetworkPolicy denies to all pods what no other allows, both ways");
    }

    private static boolean deniesAll(V1NetworkPolicy policy) {
        var spec = policy.getSpec();
        return meansAll(spec.getPodSelector())
                && spec.getPolicyTypes().containsAll(List.of("Ingress", "Egress"))
                && Absent.asEmpty(spec.getIngress()).isEmpty()
                && Absent.asEmpty(spec.getEgress()).isEmpty();
    }

    private static boolean meansAll(V1LabelSelector selector) {
        return Absent.asEmpty(selector.getMatchLabels()).isEmpty()
                && Absent.asEmpty(selector.getMatchExpressions()).isEmpty();
    }

    /** What a Service offers, somebody may reach. */
    static List<String> letIn(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var service : lab.services()) {
            for (var offered : service.getSpec().getPorts()) {
                for (var workload : lab.behind(service)) {
                    for (var port : workload.ports()) {
                        if (ServiceRules.leads(offered, port)
                                && !ingress(lab, workload, port, peer -> true)) {
                            found.add(
                                    LabObjects.title(service)
                                            + " offers "
                                            + offered.getName()
                                            + ", but no policy lets anybody in to "
                                            + workload.title());
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Whom one pod lets in, that pod's own policies let out. */
    static List<String> bothEnds(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var to : lab.workloads()) {
            for (var port : to.ports()) {
                for (var from : lab.workloads()) {
                    if (ingress(lab, to, port, peer -> isPod(peer, from))
                            && !egress(lab, from, to, port)) {
                        found.add(
                                to.title()
                                        + " lets in "
                                        + from.title()
                                        + " at "
                                        + port.getName()
                                        + ", which no policy lets out");
                    }
                }
            }
        }
        return found;
    }

    private static boolean isPod(V1NetworkPolicyPeer peer, Workload pod) {
        return peer.getPodSelector() != null
                && peer.getNamespaceSelector() == null
                && peer.getIpBlock() == null
                && Selection.matches(peer.getPodSelector(), pod.labels());
    }

    private static boolean ingress(
            LabObjects lab, Workload to, V1ContainerPort port, Predicate<V1NetworkPolicyPeer> who) {
        return lab.of(V1NetworkPolicy.class).stream()
                .filter(p -> Selection.matches(p.getSpec().getPodSelector(), to.labels()))
                .filter(p -> p.getSpec().getPolicyTypes().contains("Ingress"))
                .flatMap(p -> Absent.asEmpty(p.getSpec().getIngress()).stream())
                .anyMatch(r -> anyPeer(r.getFrom(), who) && anyPort(r.getPorts(), port));
    }

    private static boolean egress(
            LabObjects lab, Workload from, Workload to, V1ContainerPort port) {
        return lab.of(V1NetworkPolicy.class).stream()
                .filter(p -> Selection.matches(p.getSpec().getPodSelector(), from.labels()))
                .filter(p -> p.getSpec().getPolicyTypes().contains("Egress"))
                .flatMap(p -> Absent.asEmpty(p.getSpec().getEgress()).stream())
                .anyMatch(
                        r -> anyPeer(r.getTo(), p -> isPod(p, to)) && anyPort(r.getPorts(), port));
    }

    private static boolean anyPeer(
            List<V1NetworkPolicyPeer> peers, Predicate<V1NetworkPolicyPeer> who) {
        var named = Absent.asEmpty(peers);
        return named.isEmpty() || named.stream().anyMatch(who);
    }

    private static boolean anyPort(List<V1NetworkPolicyPort> ports, V1ContainerPort wanted) {
        var named = Absent.asEmpty(ports);
        return named.isEmpty() || named.stream().anyMatch(p -> allows(p, wanted));
    }

    private static boolean allows(V1NetworkPolicyPort policy, V1ContainerPort wanted) {
        return Absent.asTcp(policy.getProtocol()).equals(Absent.asTcp(wanted.getProtocol()))
                && (policy.getPort() == null || covers(policy.getPort(), policy, wanted));
    }

    private static boolean covers(
            IntOrString first, V1NetworkPolicyPort policy, V1ContainerPort wanted) {
        var number = wanted.getContainerPort();
        return policy.getEndPort() == null
                ? PodRules.is(wanted, first)
                : first.getIntValue() <= number && number <= policy.getEndPort();
    }
}
