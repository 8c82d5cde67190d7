package io.labnet.interop;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/** The containers, networks and volumes of these tests: nothing of them stays. */
final class Leftovers {
    private static final String PROJECT = "com.docker.compose.project";

    private Leftovers() {}

    /** Removes them all, those of a run that was killed as well. */
    static void remove() {
        var docker = DockerClientFactory.lazyClient();
        docker.listContainersCmd().withShowAll(true).exec().parallelStream()
                .filter(container -> isOurs(container.getLabels()))
                .forEach(container ->
                        unlessGone(() ->
                                docker.removeContainerCmd(container.getId())
                                        .withForce(true)
                                        .withRemoveVolumes(true)
                                        .exec()));
        docker.listNetworksCmd().exec().stream()
                .filter(network -> isOurs(network.getLabels()))
                .forEach(network ->
                        unlessGone(() -> docker.removeNetworkCmd(network.getId()).exec()));
        docker.listVolumesCmd().exec().getVolumes().stream()
                .filter(volume -> isOurs(volume.getLabels()))
                .forEach(volume ->
                        unlessGone(() -> docker.removeVolumeCmd(volume.getName()).exec()));
    }

    private static boolean isOurs(Map<String, String> labels) {
        return labels != null && labels.getOrDefault(PROJECT, "").startsWith(Lab.PROJECT_PREFIX);
    }

    private static void unlessGone(Runnable removal) {
        try {
            removal.run();
        } catch (NotFoundException | ConflictException gone) {
            // Somebody else has removed it, or is about to.
        }
    }
}
