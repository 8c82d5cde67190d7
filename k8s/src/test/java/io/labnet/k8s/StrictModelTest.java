package io.labnet.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault a time in an object that is otherwise good. */
class StrictModelTest {
    private static final String GOOD =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              creationTimestamp: 2026-11-26T00:00:00Z
              labels:
                a: b
            spec:
              replicas: 2
              strategy:
                rollingUpdate:
                  maxSurge: 25%
              selector:
                matchLabels:
                  a: b
              template:
                metadata:
                  labels:
                    a: b
                spec:
                  automountServiceAccountToken: false
                  containers:
                    - name: web
                      image: web:1
                      command: [run]
                      readinessProbe:
                        httpGet:
                          path: /
                          port: http
                      ports:
                        - name: http
                          containerPort: 80
                      resources:
                        limits:
                          memory: 64Mi
                          cpu: 100m
                          example.org/thing: 1
            """;

    private static List<String> findings(String yaml) {
        return StrictModel.findings(Manifests.of(yaml).getFirst());
    }

    @Test
    void takes_what_is_good() {
        assertThat(findings(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    replicas: 2 | replicaCount: 2 | spec.replicaCount is not a field
                    path: / | pth: / | httpGet.pth is not a field
                    name: http | nome: http | ports[0].nome is not a field
                    a: b | a: 1 | metadata.labels[a] is no String
                    image: web:1 | image: 1 | containers[0].image is no String
                    [run] | [1] | command[0] is no String
                    [run] | run | command must be a list
                    replicas: 2 | replicas: two | spec.replicas is no Integer
                    replicas: 2 | replicas: 2.5 | spec.replicas is no Integer
                    replicas: 2 | replicas: 3000000000 | spec.replicas is no Integer
                    replicas: 2 | replicas: -1 | spec.replicas has a number out
                    containerPort: 80 | containerPort: 65536 | containerPort has a number out
                    Token: false | Token: "false" | Token is no Boolean
                    memory: 64Mi | memory: 64MB | limits[memory] is no Quantity
                    memory: 64Mi | memory: lots | limits[memory] is no Quantity
                    cpu: 100m | cpu: true | limits[cpu] is no Quantity
                    maxSurge: 25% | maxSurge: some of them | maxSurge is no IntOrString
                    port: http | port: 80.5 | port is no IntOrString
                    port: http | port: [80] | port is no IntOrString
                    2026-11-26T00:00:00Z | 26 November | creationTimestamp is no OffsetDateTime
                    2026-11-26T00:00:00Z | 2026-11-26 | creationTimestamp is no OffsetDateTime
                    containerPort: 80 | protocol: TCP | ports[0].containerPort is missing
                    containerPort: 80 | containerPort: | ports[0].containerPort is missing
                    - name: web | - tty: true | containers[0].name is missing
                    kind: Deployment | kind: Deploiement | is no kind that this lab uses
                    apps/v1 | apps/v1beta1 | is no kind that this lab uses
                    image: web:1 | imagePullPolicy: Perhaps | a word that V1Container.image
                    """)
    void refuses_one_fault(String good, String bad, String finding) {
        assertThat(GOOD).contains(good);

        assertThat(findings(GOOD.replace(good, bad)))
                .isNotEmpty()
                .anySatisfy(f -> assertThat(f).contains(finding));
    }

    @Test
    void refuses_what_is_missing_as_a_whole() {
        var withoutSelector = GOOD.replaceFirst("(?s)  selector:.*?a: b\n", "");

        assertThat(findings(withoutSelector))
                .containsExactly("Deployment/web spec.selector is missing");
    }

    @Test
    void refuses_a_secret_that_is_not_in_base64() {
        var secret =
                """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: key
                data:
                  key: "%s"
                """;

        assertThat(findings(secret.formatted("c2VjcmV0"))).isEmpty();
        assertThat(findings(secret.formatted("not so!")))
                .containsExactly("Secret/key data[key] is no byte[]: \"not so!\"");
    }

    @Test
    void says_which_object_and_where() {
        assertThat(findings(GOOD.replace("name: http", "nome: http")))
                .containsExactly(
                        "Deployment/web spec.template.spec.containers[0].ports[0].nome"
                                + " is not a field of V1ContainerPort");
    }
}
