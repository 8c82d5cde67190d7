package io.labnet.webcache.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What unsafe methods make worthless, and what not (RFC 9111 section 4.4). */
class InvalidatingTest {
    private TestProxy proxy;
    private ScriptedOrigin origin;

    @BeforeEach
    void store_two_variants_of_a_list() throws IOException {
        proxy = new TestProxy();
        origin = ScriptedOrigin.saying("200 OK\nCache-Control: max-age=60\nVary: X", "list");
        proxy.get(origin.url("/list"), "X: 1");
        proxy.get(origin.url("/list"), "X: 2");
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        origin.close();
    }

    private void answers(String method, String head) throws IOException {
        origin.nowAnswers((request, out) -> out.write(ScriptedOrigin.answer(head, "")));
        proxy.ask(method, origin.url("/item"), "Content-Length: 0");
    }

    private List<String> stored() {
        return proxy.store.all().stream().map(one -> one.uri()).toList();
    }

    // RFC 9110 section 8.7 and 10.2.2: both may be relative to the target.
    @ParameterizedTest
    @CsvSource({
        "PUT, 200 OK, Content-Location, list",
        "POST, 201 Created, Location, /list",
        "POST, 303 See Other, Location, //ORIGIN.test:PORT/list#here",
        "DELETE, 202 Accepted, Content-Location, HTTP://origin.test:PORT/a/../list",
        "PURCHASE, 200 OK, Content-Location, ./list"
    })
    void all_variants_go_of_what_the_answer_names(
            String method, String status, String field, String reference) throws IOException {
        var port = String.valueOf(origin.port());
        answers(method, status + "\n" + field + ": " + reference.replace("PORT", port));
        assertThat(stored()).isEmpty();
    }

    // Whoever may answer at one origin has no say about another's responses.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:PORT/list",
                "https://origin.test:PORT/list",
                "http://origin.test/list",
                "http://origin.test:PORT/list/",
                "urn:list"
            })
    void what_is_elsewhere_stays(String reference) throws IOException {
        var far = "http://127.0.0.1:" + origin.port() + "/list";
        proxy.get(far, "X: 1");
        var named = reference.replace("PORT", String.valueOf(origin.port()));
        answers("PUT", "200 OK\nContent-Location: " + named + "\nLocation: " + named);
        assertThat(stored())
                .containsExactlyInAnyOrder(far, origin.url("/list"), origin.url("/list"));
    }

    @Test
    void what_fails_or_is_safe_throws_nothing_out() throws IOException {
        answers("PUT", "409 Conflict\nContent-Location: /list");
        answers("PUT", "500 Ill\nLocation: /list");
        answers("OPTIONS", "200 OK\nContent-Location: /list");
        answers("GET", "200 OK\nContent-Location: /list");
        assertThat(stored()).hasSize(2);
    }
}
