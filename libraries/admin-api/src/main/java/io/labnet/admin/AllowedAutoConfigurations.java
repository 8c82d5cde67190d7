package io.labnet.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Lets a service have the auto-configurations that it names and no others.
 *
 * <p>In the lab all services share one class path; without this list each context would also set up
 * what its neighbours brought along (a data source, a gateway, security).
 */
public final class AllowedAutoConfigurations
        implements AutoConfigurationImportFilter, EnvironmentAware {
    private static final Bindable<List<String>> PREFIXES = Bindable.listOf(String.class);

    private List<String> allowed = List.of();

    @Override
    public void setEnvironment(Environment environment) {
        var binder = Binder.get(environment);
        allowed =
                List.of("labnet.auto-configurations.every", "labnet.auto-configurations.own")
                        .stream()
                        .flatMap(name -> binder.bind(name, PREFIXES).orElse(List.of()).stream())
                        .toList();
    }

    @Override
    public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
        var matches = new boolean[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            matches[i] = isAllowed(candidates[i]);
        }
        return matches;
    }

    // No list at all means a context that is not a service of ours, such as a test slice.
    private boolean isAllowed(@Nullable String candidate) {
        return candidate != null
                && (allowed.isEmpty() || allowed.stream().anyMatch(candidate::startsWith));
    }
}
