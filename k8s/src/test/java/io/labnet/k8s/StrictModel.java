package io.labnet.k8s;

import static java.util.stream.Collectors.toSet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1LimitRange;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the API server would say of an object before it looks at any other: by the Kubernetes
 * client's models, every field is known at every depth, of its type, and there when it must be.
 *
 * <p>The models' own check, which does not go into maps and takes any scalar for a string, runs
 * too.
 */
final class StrictModel {
    private static final Map<String, Class<? extends KubernetesObject>> KINDS =
            Map.ofEntries(
                    Map.entry("v1 ConfigMap", V1ConfigMap.class),
                    Map.entry("v1 LimitRange", V1LimitRange.class),
                    Map.entry("v1 Namespace", V1Namespace.class),
                    Map.entry("v1 ResourceQuota", V1ResourceQuota.class),
                    Map.entry("v1 Secret", V1Secret.class),
                    Map.entry("v1 Service", V1Service.class),
                    Map.entry("apps/v1 Deployment", V1Deployment.class),
                    Map.entry("apps/v1 StatefulSet", V1StatefulSet.class),
                    Map.entry("autoscaling/v2 HorizontalPodAutoscaler", autoscaler()),
                    Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class),
                    Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class));

    private final List<String> findings = new ArrayList<>();

    private StrictModel() {}

    private static Class<? extends KubernetesObject> autoscaler() {
        return V2HorizontalPodAutoscaler.class;
    }

    /** What is wrong with the object's form, each with the field's path; nothing is best. */
    static List<String> findings(JsonObject object) {
        var model = new StrictModel();
        var kind = kind(object);
        var type = KINDS.get(kind);
        if (type == null) {
            return List.of(kind + " is no kind that this lab uses");
        }
        var before = name(object) + " ";
        model.object(before, object, type);
        if (model.findings.isEmpty()) {
            model.ownCheck(before, object, type);
        }
        return List.copyOf(model.findings);
    }

    /** The object as its model, if there are no {@link #findings}. */
    static KubernetesObject typed(JsonObject object) {
        return JSON.getGson().fromJson(object, KINDS.get(kind(object)));
    }

    private static String kind(JsonObject object) {
        return text(object, "apiVersion") + " " + text(object, "kind");
    }

    /** The object as people call it, such as {@code Service/gateway}. */
    static String name(JsonObject object) {
        var name =
                object.get("metadata") instanceof JsonObject metadata
                        ? text(metadata, "name")
                        : "?";
        return text(object, "kind") + "/" + name;
    }

    private static String text(JsonObject object, String field) {
        return object.get(field) instanceof JsonPrimitive value ? value.getAsString() : "?";
    }

    private void ownCheck(String path, JsonObject object, Class<?> type) {
        try {
            var _ = JSON.getGson().fromJson(object, type);
        } catch (JsonParseException | IllegalArgumentException refused) {
            report(path, "is refused by its model: " + refused.getMessage());
        }
    }

    private void value(String path, String field, JsonElement value, Type type) {
        if (type instanceof ParameterizedType of && of.getRawType() == List.class) {
            list(path, field, value, of.getActualTypeArguments()[0]);
        } else if (type instanceof ParameterizedType of && of.getRawType() == Map.class) {
            map(path, field, value, of.getActualTypeArguments()[1]);
        } else if (type instanceof Class<?> model && Scalars.know(model)) {
            scalar(path, field, value, model);
        } else if (type instanceof Class<?> model && isModel(model)) {
            object(path, value, model);
        } else {
            report(path, "has a type that this test does not know: " + type.getTypeName());
        }
    }

    private static boolean isModel(Class<?> type) {
        return type.getPackage() == V1Pod.class.getPackage();
    }

    private void list(String path, String field, JsonElement value, Type of) {
        if (!value.isJsonArray()) {
            report(path, "must be a list");
            return;
        }
        var items = value.getAsJsonArray();
        for (int i = 0; i < items.size(); i++) {
            value(path + "[" + i + "]", field, items.get(i), of);
        }
    }

    private void map(String path, String field, JsonElement value, Type of) {
        if (!value.isJsonObject()) {
            report(path, "must be a map");
            return;
        }
        value.getAsJsonObject()
                .entrySet()
                .forEach(e -> value(path + "[" + e.getKey() + "]", field, e.getValue(), of));
    }

    private void object(String path, JsonElement value, Class<?> model) {
        if (!value.isJsonObject()) {
            report(path, "must be an object");
            return;
        }
        var fields = fields(model);
        var before = path.endsWith(" ") ? path : path + ".";
        for (var entry : value.getAsJsonObject().entrySet()) {
            var field = fields.get(entry.getKey());
            if (field == null) {
                report(before + entry.getKey(), "is not a field of " + model.getSimpleName());
            } else if (!entry.getValue().isJsonNull()) {
                var named = model.getSimpleName() + "." + entry.getKey();
                value(before + entry.getKey(), named, entry.getValue(), field.getGenericType());
            }
        }
        for (var name : required(model)) {
            var there = value.getAsJsonObject().get(name);
            if (there == null || there.isJsonNull()) {
                report(before + name, "is missing");
            }
        }
    }

    private static Map<String, Field> fields(Class<?> model) {
        var fields = new HashMap<String, Field>();
        for (var field : model.getDeclaredFields()) {
            var name = field.getAnnotation(SerializedName.class);
            if (!Modifier.isStatic(field.getModifiers()) && name != null) {
                fields.put(name.value(), field);
            }
        }
        return fields;
    }

    private static Set<String> required(Class<?> model) {
        try {
            return ((Set<?>) model.getField("openapiRequiredFields").get(null))
                    .stream().map(String.class::cast).collect(toSet());
        } catch (ReflectiveOperationException otherGenerator) {
            throw new LinkageError(model + " does not say what it requires", otherGenerator);
        }
    }

    private void scalar(String path, String field, JsonElement value, Class<?> type) {
        if (!Scalars.canRead(type, value)) {
            report(path, "is no " + type.getSimpleName() + ": " + value);
        } else if (type == String.class && !Vocabulary.knows(field, value.getAsString())) {
            report(path, "has a word that " + field + " does not know: " + value);
        } else if ((type == Integer.class || type == Long.class)
                && !Vocabulary.allows(field, value.getAsLong())) {
            report(path, "has a number out of the range of " + field + ": " + value);
        }
    }

    private void report(String path, String what) {
        findings.add(path + " " + what);
    }
}
