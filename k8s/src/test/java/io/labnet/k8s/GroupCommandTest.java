package io.labnet.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./labnet group NN}, which needs neither kubectl nor a cluster. */
class GroupCommandTest {
    @TempDir Path folder;

    private LabTree tree;

    @BeforeEach
    void copy_the_tree() throws IOException {
        tree = LabTree.copyTo(folder);
    }

    private String world(String group) throws IOException {
        return Files.readString(tree.overlay(group).resolve("world.env"));
    }

    private String key(String group) throws IOException {
        return Files.readString(tree.overlay(group).resolve("admin-key"));
    }

    @Test
    void writes_an_overlay_and_says_what_to_do_next() throws IOException {
        var said = tree.group("07");

        assertThat(said.status()).isZero();
        assertThat(said.output())
                .contains("kubectl apply -k k8s/overlays/group-07")
                .contains("port-forward service/gateway 8080")
                .contains("k8s/overlays/group-07/admin-key")
                .doesNotContain(key("group-07"));
        assertThat(world("group-07")).contains("LAB_NET=10.96.107\n", "TOOLS=10.96.107.70\n");
    }

    @Test
    void makes_keys_that_only_their_owner_reads() throws IOException {
        tree.group("07", "--with", "postgres-mail,postgres-shop");

        for (var secret :
                new String[] {"admin-key", "mail-database-password", "shop-database-password"}) {
            var file = tree.overlay("group-07").resolve(secret);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file)).matches("[A-Za-z0-9_-]{43}");
        }
    }

    @Test
    void keeps_the_key_when_it_is_run_again() throws IOException {
        tree.group("07");
        var before = key("group-07");

        tree.group("07", "--service-net", "10.43.7");

        assertThat(key("group-07")).isEqualTo(before);
        assertThat(world("group-07")).contains("LAB_NET=10.43.7\n").doesNotContain("10.96.107");
    }

    @Test
    void gives_each_group_a_key_of_its_own() throws IOException {
        tree.group("07");
        tree.group("08");
        tree.group("demo");

        assertThat(key("group-07")).isNotEqualTo(key("group-08")).isNotEqualTo(key("demo"));
    }

    @Test
    void takes_the_ranges_of_another_cluster() throws IOException {
        tree.group("08", "--cluster-dns", "10.43.0.10", "--pod-net", "10.42.0.0/16");

        assertThat(world("group-08")).contains("CLUSTER_DNS=10.43.0.10\n", "POD_NET=10.42.0.0/16");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                  | say which group
                    0                                   | say which group
                    00                                  | 01 to 99, not 00
                    7                                   | say which group
                    100                                 | say which group
                    seven                               | say which group
                    ../etc                              | say which group
                    07 --service-net 10.96              | not 10.96
                    07 --service-net 10.96.300          | not 10.96.300
                    07 --service-net                    | needs a value
                    07 --cluster-dns 10.96.0            | not 10.96.0
                    07 --pod-net 10.244.0.0             | not 10.244.0.0
                    07 --pod-net 10.244.0.0/33          | not 10.244.0.0/33
                    07 --with mongodb                   | not mongodb
                    07 --size 3                         | does not know --size
                    demo --with redis-tracker           | takes no options
                    """)
    void refuses_in_a_line(String arguments, String reason) throws IOException {
        var said = tree.group(arguments.split(" "));

        assertThat(said.status()).isEqualTo(1);
        assertThat(said.errors()).startsWith("labnet: group: ").contains(reason).hasLineCount(1);
        assertThat(tree.overlay("group-07")).doesNotExist();
    }
}
