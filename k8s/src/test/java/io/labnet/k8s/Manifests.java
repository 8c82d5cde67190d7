package io.labnet.k8s;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as the API server gets it: a stream of JSON objects, in which dates are still strings. */
final class Manifests {
    private static final Gson GSON = new Gson();

    private Manifests() {}

    static List<JsonObject> of(String yaml) {
        var found = new ArrayList<JsonObject>();
        for (var document : reader().loadAll(yaml)) {
            if (document != null) {
                found.add(GSON.toJsonTree(document).getAsJsonObject());
            }
        }
        return found;
    }

    private static Yaml reader() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(10_000_000);
        var dumping = new DumperOptions();
        return new Yaml(
                new SafeConstructor(options),
                new Representer(dumping),
                dumping,
                options,
                new Resolver() {
                    @Override
                    public void addImplicitResolver(
                            Tag tag, java.util.regex.Pattern pattern, String first, int limit) {
                        if (!tag.equals(Tag.TIMESTAMP)) {
                            super.addImplicitResolver(tag, pattern, first, limit);
                        }
                    }
                });
    }
}
