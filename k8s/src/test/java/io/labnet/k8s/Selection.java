package io.labnet.k8s;

import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1LabelSelectorRequirement;
import java.util.Map;

/** Whom a label selector means. */
final class Selection {
    private Selection() {}

    static boolean matches(V1LabelSelector selector, Map<String, String> labels) {
        return matches(Absent.asEmpty(selector.getMatchLabels()), labels)
                && Absent.asEmpty(selector.getMatchExpressions()).stream()
                        .allMatch(wanted -> matches(wanted, labels));
    }

    static boolean matches(Map<String, String> wanted, Map<String, String> labels) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    private static boolean matches(V1LabelSelectorRequirement wanted, Map<String, String> labels) {
        var value = labels.get(wanted.getKey());
        var values = Absent.asEmpty(wanted.getValues());
        return switch (wanted.getOperator()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new IllegalArgumentException(wanted.getOperator());
        };
    }
}
