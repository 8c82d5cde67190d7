package io.labnet.webcache.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.network.Network;
import io.labnet.webcache.message.Fields;
import io.labnet.webcache.message.Request;
import io.labnet.webcache.message.Target;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use the proxy, decided on values. */
class AdmissionTest {
    private static final InetAddress NEAR = InetAddress.ofLiteral("10.1.2.3");
    private static final InetAddress NEARER = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress FAR = InetAddress.ofLiteral("192.0.2.1");

    private final Admission open = admission(Map.of());
    private final Admission closed = admission(Map.of("alice", "ketchup", "bob", "h:ungry"));

    private static Admission admission(Map<String, String> users) {
        return new Admission(
                List.of(Network.parse("10.0.0.0/8"), Network.parse("127.0.0.0/8")),
                List.of(Network.parse("127.0.0.0/8")),
                new ProxyUsers(users));
    }

    @Test
    void only_the_networks_named_may_use_it() {
        assertThat(judge(open, NEAR, request("GET"))).isEqualTo(new Verdict.Admitted(""));
        assertThat(judge(open, FAR, request("GET"))).isEqualTo(new Verdict.Stranger());
    }

    @Test
    void a_stranger_is_not_even_asked_who_he_is() {
        var verdict = judge(closed, FAR, request("GET", basic("alice:ketchup")));
        assertThat(verdict).isEqualTo(new Verdict.Stranger());
    }

    @Test
    void name_and_password_prove_it() {
        assertThat(judge(closed, NEAR, request("GET", basic("alice:ketchup"))))
                .isEqualTo(new Verdict.Admitted("alice"));
        assertThat(judge(closed, NEAR, request("GET", basic("bob:h:ungry"))))
                .isEqualTo(new Verdict.Admitted("bob"));
        assertThat(
                        judge(
                                closed,
                                NEAR,
                                request("GET", basic("alice:ketchup").replace("Basic", "bAsIc"))))
                .isEqualTo(new Verdict.Admitted("alice"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice:mustard",
                "alice:",
                "alice",
                "",
                "carol:ketchup",
                "Alice:ketchup",
                ":ketchup"
            })
    void nothing_else_does(String credentials) {
        assertThat(judge(closed, NEAR, request("GET", basic(credentials))))
                .isInstanceOf(Verdict.Unproven.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Bearer YWxpY2U6a2V0Y2h1cA==", "Basic YQ"})
    void what_is_no_basic_credentials_proves_nothing(String value) {
        assertThat(judge(closed, NEAR, request("GET", value)))
                .isEqualTo(new Verdict.Unproven(ProxyUsers.CHALLENGE));
    }

    @Test
    void saying_it_twice_or_not_at_all_proves_nothing() {
        var right = basic("alice:ketchup");
        assertThat(judge(closed, NEAR, request("GET", right, right)))
                .isInstanceOf(Verdict.Unproven.class);
        assertThat(judge(closed, NEAR, request("GET"))).isInstanceOf(Verdict.Unproven.class);
    }

    @Test
    void purging_is_for_fewer() {
        assertThat(judge(open, NEARER, request("PURGE"))).isEqualTo(new Verdict.Admitted(""));
        assertThat(judge(open, NEAR, request("PURGE"))).isEqualTo(new Verdict.NoPurger());
        assertThat(judge(closed, NEARER, request("PURGE"))).isInstanceOf(Verdict.Unproven.class);
    }

    @Test
    void a_visitor_is_not_asked_but_obeyed_no_more_than_others() {
        assertThat(closed.judge(FAR, request("GET"), true)).isEqualTo(new Verdict.Admitted(""));
        assertThat(closed.judge(FAR, request("PURGE"), true)).isEqualTo(new Verdict.NoPurger());
        assertThat(closed.judge(NEARER, request("PURGE"), true))
                .isEqualTo(new Verdict.Admitted(""));
        assertThat(closed.judge(FAR, request("TRACE"), true)).isEqualTo(new Verdict.NoTrace());
    }

    private static Verdict judge(Admission by, InetAddress from, Request request) {
        return by.judge(from, request, false);
    }

    private static Request request(String method, String... proofs) {
        var fields = Fields.NONE;
        for (var proof : proofs) {
            fields = fields.plus("Proxy-Authorization", proof);
        }
        return new Request(method, new Target("origin.test", 80, "/"), fields);
    }

    private static String basic(String credentials) {
        return "Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
