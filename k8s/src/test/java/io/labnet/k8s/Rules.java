package io.labnet.k8s;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rules by their names, which the broken manifests mention. */
final class Rules {
    /** The form of each object; only when it is good can the others look. */
    static final String MODEL = "model";

    static final Map<String, Rule> ALL = rules();

    private Rules() {}

    private static Map<String, Rule> rules() {
        var rules = new LinkedHashMap<String, Rule>();
        rules.put("names", NameRules::names);
        rules.put("namespaces", NameRules::namespaces);
        rules.put("labels", NameRules::labels);
        rules.put("images", PodRules::images);
        rules.put("volumes", PodRules::volumes);
        rules.put("probes", PodRules::probes);
        rules.put("resources", PodRules::resources);
        rules.put("no-token", PodRules::noToken);
        rules.put("lab-names", PodRules::labNames);
        rules.put("pod-security", PodSecurity::restricted);
        rules.put("hardening", PodSecurity::hardening);
        rules.put("selectors", ServiceRules::selectors);
        rules.put("service-ports", ServiceRules::targetPorts);
        rules.put("addresses", ServiceRules::addresses);
        rules.put("compose-ports", ComposeRules::ports);
        rules.put("compose-hosts", ComposeRules::hosts);
        rules.put("default-deny", PolicyRules::defaultDeny);
        rules.put("let-in", PolicyRules::letIn);
        rules.put("both-ends", PolicyRules::bothEnds);
        rules.put("disruption", AvailabilityRules::budgets);
        rules.put("spreading", AvailabilityRules::spreadAndDrained);
        rules.put("scaling", AvailabilityRules::scalers);
        rules.put("references", ReferenceRules::references);
        rules.put("variables", ReferenceRules::variables);
        rules.put("quota", QuotaRules::quota);
        rules.put("limit-range", QuotaRules::limitRange);
        return rules;
    }

    /** What all of them find, by their names; those that find nothing are left out. */
    static Map<String, List<String>> findings(List<JsonObject> objects) {
        var found = new LinkedHashMap<String, List<String>>();
        var form = objects.stream().flatMap(o -> StrictModel.findings(o).stream()).toList();
        if (!form.isEmpty()) {
            found.put(MODEL, form);
            return found;
        }
        var lab = new LabObjects(objects.stream().map(StrictModel::typed).toList());
        ALL.forEach((name, rule) -> {
            var findings = rule.findings(lab);
            if (!findings.isEmpty()) {
                found.put(name, findings);
            }
        });
        return found;
    }
}
