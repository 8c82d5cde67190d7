package io.labnet.origin.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labnet.origin.message.StreamRequest.Malformed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamRequestTest {
    private static final MessageLimits LIMITS = new MessageLimits(100, 200, 5, 50);

    @Test
    void is_as_if_it_had_come_over_http_1() throws Exception {
        var head =
                read(":method GET :scheme http :authority a.edu:80 :path /x?y cookie p=1 z w"
                                + " cookie q=2")
                        .head();
        assertThat(head.line()).isEqualTo("GET /x?y HTTP/2");
        assertThat(head.fields().all())
                .containsExactly(
                        new Field("host", "a.edu:80"),
                        new Field("z", "w"),
                        new Field("cookie", "p=1; q=2"));
        assertThat(Target.of(head, false)).isEqualTo(new Target.Path("a.edu", "/x", "y"));
        assertThat(head.version().isAtLeast11()).isTrue();
    }

    @Test
    void host_will_do_for_an_authority() throws Exception {
        var head = read(":method GET :scheme http :path / host a.edu").head();
        assertThat(head.fields().all()).containsExactly(new Field("host", "a.edu"));
    }

    @Test
    void all_of_the_server_may_be_asked_for_its_options() throws Exception {
        var head = read(":method OPTIONS :scheme http :path * :authority a.edu").head();
        assertThat(Target.of(head, false)).isEqualTo(new Target.Server("a.edu"));
    }

    @Test
    void a_tunnel_has_neither_scheme_nor_path() throws Exception {
        var head = read(":method CONNECT :authority a.edu:443").head();
        assertThat(Target.of(head, false)).isEqualTo(new Target.Tunnel());
        malformed(":method CONNECT :authority a.edu:443 :path /");
        malformed(":method CONNECT host a.edu:443");
    }

    @Test
    void another_scheme_than_the_connection_s_is_foreign() throws Exception {
        var https = read(":method GET :scheme https :path / :authority a.edu").head();
        assertThat(Target.of(https, false)).isEqualTo(new Target.Foreign("https"));
        var secure = fields(":method GET :scheme HTTPS :path / :authority a.edu");
        assertThat(Target.of(StreamRequest.of(secure, true).head(), true))
                .isEqualTo(new Target.Path("a.edu", "/", null));
    }

    @Test
    void content_is_as_long_as_it_was_said_to_be() throws Exception {
        var three = read(":method POST :scheme http :path / :authority a content-length 3");
        three.checkContent(2, false);
        three.checkContent(3, true);
        assertThatThrownBy(() -> three.checkContent(4, false)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> three.checkContent(2, true)).isInstanceOf(Malformed.class);
        read(":method POST :scheme http :path / :authority a").checkContent(9, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b :method GET :scheme http :path / :authority a",
                ":method GET :scheme http :path / :path / :authority a",
                ":method GET :scheme http :path / :authority a :status 200",
                ":scheme http :path / :authority a",
                ":method GET :path / :authority a",
                ":method GET :scheme http :authority a",
                ":method GET :scheme http :path / ",
                ":method G@T :scheme http :path / :authority a",
                ":method GET :scheme http :path a :authority a",
                ":method GET :scheme http :path * :authority a",
                ":method GET :scheme http :path /\u00e9 :authority a",
                ":method GET :scheme http :path / :authority a@b",
                ":method GET :scheme http :path / :authority a host b",
                ":method GET :scheme http :path / :authority a X y",
                ":method GET :scheme http :path / :authority a x\ty z",
                ":method GET :scheme http :path / :authority a x y\u0000",
                ":method GET :scheme http :path / :authority a x \ty",
                ":method GET :scheme http :path / :authority a connection x",
                ":method GET :scheme http :path / :authority a keep-alive x",
                ":method GET :scheme http :path / :authority a proxy-connection x",
                ":method GET :scheme http :path / :authority a transfer-encoding chunked",
                ":method GET :scheme http :path / :authority a upgrade x",
                ":method GET :scheme http :path / :authority a te gzip",
                ":method GET :scheme http :path / :authority a content-length 1,1",
                ":method GET :scheme http :path / :authority a content-length 1 content-length 1"
            })
    void what_is_malformed_is_no_request(String fields) {
        malformed(fields);
    }

    @Test
    void te_may_speak_of_trailers() throws Exception {
        assertThat(read(":method GET :scheme http :path / :authority a te trailers").head())
                .isNotNull();
    }

    @Test
    void trailers_have_no_pseudo_fields() throws Exception {
        StreamRequest.checkTrailer(fields("a b"));
        assertThatThrownBy(() -> StreamRequest.checkTrailer(fields(":path /")))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void limits_are_those_of_http_1() throws Exception {
        sized(":method GET :scheme http :authority a :path /" + "x".repeat(99));
        sized(":method GET :scheme http :authority a :path /" + " a b".repeat(5));
        assertThatThrownBy(() ->
                        sized(":method GET :scheme http :authority a :path /" + "x".repeat(100)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("414");
        assertThatThrownBy(() ->
                        sized(":method GET :scheme http :authority a :path /" + " a b".repeat(6)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("431");
    }

    private static void malformed(String fields) {
        assertThatThrownBy(() -> read(fields)).isInstanceOf(Malformed.class);
    }

    private static void sized(String fields) throws Malformed, Refusal {
        read(fields).checkSize(LIMITS);
    }

    private static StreamRequest read(String fields) throws Malformed {
        return StreamRequest.of(fields(fields), false);
    }

    private static List<Field> fields(String namesAndValues) {
        var words = namesAndValues.split(" ", -1);
        var fields = new ArrayList<Field>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            fields.add(new Field(words[i], words[i + 1]));
        }
        return fields;
    }
}
