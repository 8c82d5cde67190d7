package io.labnet.interop;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.DockerClientFactory;

/**
 * Gives tests the lab, which the first of them starts and the end of all stops; without Docker, or
 * without our images, they are skipped.
 */
final class LabIsThere implements ExecutionCondition, ParameterResolver {
    private static final Namespace OURS = Namespace.create(LabIsThere.class);

    /** The lab, or why it did not start: which is not tried again. */
    private record Start(@Nullable Lab lab, @Nullable RuntimeException failure)
            implements AutoCloseable {
        static Start now() {
            try {
                return new Start(Lab.start(), null);
            } catch (RuntimeException failure) {
                return new Start(null, failure);
            }
        }

        @Override
        public void close() {
            Leftovers.remove();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getRoot()
                .getStore(OURS)
                .computeIfAbsent(
                        "condition",
                        _ ->
                                missing()
                                        .map(ConditionEvaluationResult::disabled)
                                        .orElseGet(() ->
                                                ConditionEvaluationResult.enabled("all is there")),
                        ConditionEvaluationResult.class);
    }

    private static Optional<String> missing() {
        if (!answers("version") || !DockerClientFactory.instance().isDockerAvailable()) {
            return Optional.of("No Docker engine answers, in whose containers these tests run.");
        }
        if (!answers("compose", "version")) {
            return Optional.of("Docker has no Compose v2, with which these tests start the lab.");
        }
        return images().lines()
                .filter(image -> image.startsWith("labnet/") && !exists(image))
                .findFirst()
                .map(image -> "The image " + image + " is missing: ./labnet images makes it.");
    }

    private static boolean answers(String... command) {
        try {
            Docker.run(Lab.ROOT, Map.of(), command);
            return true;
        } catch (IOException silent) {
            return false;
        }
    }

    /** The images that the lab's Compose file names. */
    private static String images() {
        try {
            return Docker.run(Lab.ROOT, Lab.SETTINGS, "compose", "config", "--images");
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    private static boolean exists(String image) {
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException missing) {
            return false;
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Lab resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var start =
                context.getRoot()
                        .getStore(OURS)
                        .computeIfAbsent("start", _ -> Start.now(), Start.class);
        if (start.lab() == null) {
            throw new IllegalStateException(
                    "The lab did not start; see target/containers.log", start.failure());
        }
        return start.lab();
    }
}
