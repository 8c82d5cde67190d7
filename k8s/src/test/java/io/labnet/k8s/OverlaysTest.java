package io.labnet.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every lab that the tree can make is one that a cluster would take, and that keeps our rules. */
class OverlaysTest {
    private static final String ALL = "postgres-mail,postgres-shop,redis-tracker";

    @TempDir static Path folder;

    private static LabTree tree;

    @BeforeAll
    static void make_the_overlays() throws IOException {
        tree = LabTree.toRender(folder);
        tree.group("07", "--with", ALL);
        tree.group("08", "--with", "postgres-mail");
        tree.group("09", "--with", "redis-tracker", "--service-net", "10.43.9");
        tree.group("10", "--with", "postgres-shop");
        tree.group("99");
    }

    private static List<JsonObject> rendered(String overlay) throws IOException {
        return Manifests.of(Kustomize.render(tree.overlay(overlay)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "group-07", "group-08", "group-09", "group-10", "group-99"})
    void breaks_no_rule(String overlay) throws IOException {
        var objects = rendered(overlay);

        assertThat(objects).hasSizeGreaterThan(50);
        assertThat(Rules.findings(objects)).isEmpty();
    }

    @Test
    void finds_every_overlay_of_the_repository() throws IOException {
        try (var overlays = Files.list(LabTree.repository().resolve("k8s/overlays"))) {
            assertThat(overlays.map(o -> o.getFileName().toString()))
                    .allMatch(name -> name.equals("demo") || name.startsWith("group-"))
                    .contains("demo");
        }
    }

    @Test
    void gives_each_group_a_namespace_addresses_and_a_key_of_its_own() throws IOException {
        var seven = lab("group-07");
        var demo = lab("demo");

        assertThat(seven.of(V1Namespace.class).getFirst().getMetadata().getName())
                .isEqualTo("labnet-group-07");
        assertThat(seven.world()).containsEntry("DNS_ROOT", "10.96.107.3");
        assertThat(demo.world()).containsEntry("DNS_ROOT", "10.96.100.3");
        assertThat(key(seven)).isNotEqualTo(key(demo)).hasSize(43);
    }

    @Test
    void scales_mail_and_tracker_out_on_their_stores() throws IOException {
        assertThat(lab("group-07").workloads())
                .extracting(Workload::name, Workload::replicasMin)
                .contains(
                        tuple("mail-crepes", 2),
                        tuple("mail-hamburger", 2),
                        tuple("tracker", 3),
                        tuple("mail-database", 1),
                        tuple("shop-database", 1),
                        tuple("tracker-store", 1));
        assertThat(lab("group-99").workloads())
                .extracting(Workload::name)
                .doesNotContain("mail-database", "shop-database", "tracker-store");
    }

    @Test
    void gives_all_pods_of_the_web_server_one_shop() throws IOException {
        assertThat(database("group-10"))
                .containsEntry("URL", "jdbc:postgresql://shop-database:5432/shop")
                .containsEntry("USER", "labnet")
                .containsEntry("PASSWORD", "shop-database-password");
        assertThat(database("group-08")).isEmpty();
    }

    // What stands behind the setting's name, or the key of the Secret that has it.
    private static Map<String, String> database(String overlay) throws IOException {
        var before = "LABNET_WEB_ORIGIN_SHOP_DATABASE_";
        return lab(overlay).workloads().stream()
                .filter(workload -> workload.name().equals("web-origin"))
                .flatMap(workload -> workload.pod().getContainers().getFirst().getEnv().stream())
                .filter(variable -> variable.getName().startsWith(before))
                .collect(
                        Collectors.toMap(
                                variable -> variable.getName().substring(before.length()),
                                variable ->
                                        variable.getValue() != null
                                                ? variable.getValue()
                                                : variable.getValueFrom()
                                                        .getSecretKeyRef()
                                                        .getKey()));
    }

    private static LabObjects lab(String overlay) throws IOException {
        return new LabObjects(rendered(overlay).stream().map(StrictModel::typed).toList());
    }

    private static String key(LabObjects lab) {
        return lab.of(V1Secret.class).stream()
                .filter(s -> s.getMetadata().getName().startsWith("admin-key"))
                .map(s -> new String(s.getData().get("admin-key"), UTF_8))
                .findFirst()
                .orElseThrow();
    }
}
