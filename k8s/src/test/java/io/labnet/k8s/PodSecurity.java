package io.labnet.k8s;

import io.kubernetes.client.openapi.models.V1Capabilities;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1HTTPGetAction;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1SELinuxOptions;
import io.kubernetes.client.openapi.models.V1SeccompProfile;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1Sysctl;
import io.kubernetes.client.openapi.models.V1Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Pod Security Standards' level "restricted", all its controls, and what the lab asks beyond.
 */
final class PodSecurity {
    private static final String LEVEL = "pod-security.kubernetes.io/enforce";
    private static final String LOW_PORTS = "net.ipv4.ip_unprivileged_port_start";

    private static final Set<String> SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.ip_unprivileged_port_start",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.tcp_wmem");

    private static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    private PodSecurity() {}

    static List<String> restricted(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var space : lab.of(V1Namespace.class)) {
            if (!"restricted".equals(Absent.asEmpty(space.getMetadata().getLabels()).get(LEVEL))) {
                found.add(LabObjects.title(space) + " does not enforce the level restricted");
            }
        }
        for (var workload : lab.workloads()) {
            var report = new Report(workload.title(), found);
            pod(workload.pod(), report);
            for (var container : workload.containers()) {
                container(workload.pod(), container, report);
            }
        }
        return found;
    }

    private record Report(String title, List<String> found) {
        void when(boolean broken, String what) {
            if (broken) {
                found.add(title + " " + what);
            }
        }
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static void pod(V1PodSpec pod, Report report) {
        report.when(isTrue(pod.getHostNetwork()), "is on the host's network");
        report.when(isTrue(pod.getHostPID()), "sees the host's processes");
        report.when(isTrue(pod.getHostIPC()), "shares the host's memory");
        for (var volume : Absent.asEmpty(pod.getVolumes())) {
            report.when(!isAllowed(volume), "has a volume of the node: " + volume.getName());
        }
        var context = pod.getSecurityContext();
        if (context == null) {
            return;
        }
        report.when(Objects.equals(0L, context.getRunAsUser()), "runs as root");
        report.when(!isAllowed(context.getSeLinuxOptions()), "has SELinux options of its own");
        report.when(!isConfined(context.getSeccompProfile(), true), "has no seccomp profile");
        report.when(isUnconfinedByAppArmor(context), "is not confined by AppArmor");
        report.when(context.getWindowsOptions() != null, "is for Windows");
        for (V1Sysctl sysctl : Absent.asEmpty(context.getSysctls())) {
            report.when(!SYSCTLS.contains(sysctl.getName()), "sets " + sysctl.getName());
        }
    }

    private static boolean isUnconfinedByAppArmor(V1PodSecurityContext context) {
        return context.getAppArmorProfile() != null
                && "Unconfined".equals(context.getAppArmorProfile().getType());
    }

    private static boolean isAllowed(V1Volume volume) {
        return Stream.of(
                        volume.getConfigMap(),
                        volume.getCsi(),
                        volume.getDownwardAPI(),
                        volume.getEmptyDir(),
                        volume.getEphemeral(),
                        volume.getPersistentVolumeClaim(),
                        volume.getProjected(),
                        volume.getSecret())
                .anyMatch(Objects::nonNull);
    }

    private static boolean isAllowed(@Nullable V1SELinuxOptions options) {
        return options == null
                || (SELINUX_TYPES.contains(Objects.requireNonNullElse(options.getType(), ""))
                        && options.getUser() == null
                        && options.getRole() == null);
    }

    /** An absent profile is good when somebody else may have said it. */
    private static boolean isConfined(@Nullable V1SeccompProfile profile, boolean orAbsent) {
        return profile == null ? orAbsent : !"Unconfined".equals(profile.getType());
    }

    private static void container(V1PodSpec pod, V1Container container, Report report) {
        var context =
                Objects.requireNonNullElseGet(
                        container.getSecurityContext(), V1SecurityContext::new);
        var ofPod =
                Objects.requireNonNullElseGet(pod.getSecurityContext(), V1PodSecurityContext::new);
        report.when(isTrue(context.getPrivileged()), "is privileged");
        report.when(
                !Boolean.FALSE.equals(context.getAllowPrivilegeEscalation()),
                "may gain privileges: allowPrivilegeEscalation must be false");
        var nonRoot = context.getRunAsNonRoot();
        report.when(
                !isTrue(nonRoot == null ? ofPod.getRunAsNonRoot() : nonRoot),
                "may run as root: runAsNonRoot must be true");
        report.when(Objects.equals(0L, context.getRunAsUser()), "runs as root");
        report.when(
                !isConfined(context.getSeccompProfile(), ofPod.getSeccompProfile() != null),
                "has a container without a seccomp profile");
        report.when(!dropsAll(context.getCapabilities()), "keeps capabilities: drop ALL");
        report.when(!isAllowed(context.getSeLinuxOptions()), "has SELinux options of its own");
        report.when(
                context.getProcMount() != null && !"Default".equals(context.getProcMount()),
                "has a /proc of its own");
        report.when(context.getWindowsOptions() != null, "is for Windows");
        report.when(
                context.getAppArmorProfile() != null
                        && "Unconfined".equals(context.getAppArmorProfile().getType()),
                "is not confined by AppArmor");
        for (var port : Absent.asEmpty(container.getPorts())) {
            report.when(
                    port.getHostPort() != null && port.getHostPort() != 0,
                    "takes the host's port " + port.getHostPort());
        }
        report.when(probesElsewhere(container), "has a probe that goes to another host");
    }

    private static boolean dropsAll(@Nullable V1Capabilities capabilities) {
        return capabilities != null
                && Absent.asEmpty(capabilities.getDrop()).contains("ALL")
                && Set.of("NET_BIND_SERVICE").containsAll(Absent.asEmpty(capabilities.getAdd()));
    }

    private static boolean probesElsewhere(V1Container container) {
        return Stream.of(
                        container.getStartupProbe(),
                        container.getReadinessProbe(),
                        container.getLivenessProbe())
                .filter(Objects::nonNull)
                .map(V1Probe::getHttpGet)
                .filter(Objects::nonNull)
                .map(V1HTTPGetAction::getHost)
                .anyMatch(Objects::nonNull);
    }

    /**
     * A root file system that nobody writes to; our own images as 10001 with the low ports open.
     */
    static List<String> hardening(LabObjects lab) {
        var found = new ArrayList<String>();
        for (var workload : lab.workloads()) {
            var report = new Report(workload.title(), found);
            var isOurs = false;
            for (var container : workload.containers()) {
                var context = container.getSecurityContext();
                report.when(
                        context == null || !isTrue(context.getReadOnlyRootFilesystem()),
                        "may write to its image: readOnlyRootFilesystem must be true");
                isOurs |= container.getImage().startsWith("labnet/");
            }
            if (isOurs) {
                ours(workload, report);
            }
        }
        return found;
    }

    private static void ours(Workload workload, Report report) {
        var context = workload.pod().getSecurityContext();
        if (context == null) {
            report.when(true, "has no securityContext");
            return;
        }
        report.when(
                !Objects.equals(10001L, context.getRunAsUser())
                        || !Objects.equals(10001L, context.getRunAsGroup())
                        || !Objects.equals(10001L, context.getFsGroup()),
                "must run as 10001:10001, the image's user, and own its volumes");
        report.when(
                Absent.asEmpty(context.getSysctls()).stream()
                        .noneMatch(s -> LOW_PORTS.equals(s.getName()) && "0".equals(s.getValue())),
                "cannot listen below 1024: " + LOW_PORTS + " must be 0");
    }
}
