package io.labnet.dns.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.dns.server.HttpQuery.Asked;
import io.labnet.dns.server.HttpQuery.Refused;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 8484 section 4.1, and what its requests must not be. */
class HttpQueryTest {
    // The examples of RFC 8484 section 4.1.1.
    private static final String WWW = "AAABAAABAAAAAAAAA3d3dwdleGFtcGxlA2NvbQAAAQAB";
    private static final String WWW_HEX =
            "00000100000100000000000003777777076578616d706c6503636f6d0000010001";
    private static final String LONG =
            "AAABAAABAAAAAAAAAWE-NjJjaGFyYWN0ZXJsYWJlbC1tYWtlcy1iYXNlNjR1cmwtZGlzdGluY3QtZnJvbS1z"
                    + "dGFuZGFyZC1iYXNlNjQHZXhhbXBsZQNjb20AAAEAAQ";

    private static FullHttpRequest request(String method, String target) {
        return request(method, target, null, new byte[0]);
    }

    private static FullHttpRequest request(
            String method, String target, @Nullable String type, byte[] body) {
        var request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.valueOf(method),
                        target,
                        Unpooled.wrappedBuffer(body));
        request.headers().set("Host", "dns.poly.edu");
        if (type != null) {
            request.headers().set("Content-Type", type);
        }
        return request;
    }

    private static String asked(FullHttpRequest request) {
        return HttpQuery.of(request) instanceof Asked(var wire)
                ? HexFormat.of().formatHex(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(wire)))
                : "nothing";
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /dns-query?dns=",
        "HEAD, /dns-query?dns=",
        "GET, /dns-query?a=b&dns=",
        "GET, https://dns.poly.edu/dns-query?dns=",
    })
    void a_query_is_in_the_target(String method, String target) {
        assertThat(asked(request(method, target + WWW))).isEqualTo(WWW_HEX);
    }

    @Test
    void the_alphabet_is_that_for_targets() {
        assertThat(asked(request("GET", "/dns-query?dns=" + LONG)))
                .contains("3e3632636861726163746572");
    }

    @ParameterizedTest
    @CsvSource({
        "application/dns-message",
        "Application/DNS-Message",
        "application/dns-message; charset=binary",
    })
    void a_query_is_in_the_body(String type) {
        var body = HexFormat.of().parseHex(WWW_HEX);
        assertThat(asked(request("POST", "/dns-query", type, body))).isEqualTo(WWW_HEX);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /dns-query, 400",
        "GET, /dns-query?dns=AA&dns=AA, 400",
        "GET, /dns-query?dns=AAA=, 400",
        "GET, /dns-query?dns=A%2BA, 400",
        "GET, /dns-query?dns=A/AA, 400",
        "GET, /dns-query?dns=A, 400",
        "GET, /dns-query?dns=%, 400",
        "GET, /dns-query?dns=%zz, 400",
        "GET, *, 404",
        "GET, /, 404",
        "GET, /dns-query/, 404",
        "GET, /DNS-QUERY?dns=AA, 404",
        "GET, //dns-query?dns=AA, 404",
        "POST, /dns, 404",
        "PUT, /dns-query, 405",
        "DELETE, /dns-query?dns=AA, 405",
        "OPTIONS, /dns-query, 405",
        "CONNECT, /dns-query, 405",
        "get, /dns-query?dns=AA, 405",
        "POST, /dns-query?dns=AA, 415",
    })
    void what_is_no_query_is_refused(String method, String target, int status) {
        assertThat(refused(request(method, target))).isEqualTo(status);
    }

    private static int refused(FullHttpRequest request) {
        return HttpQuery.of(request) instanceof Refused(var status, _) ? status.code() : 0;
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/dns", "application/dns-message2", "''"})
    void other_kinds_of_bodies_are_refused(String type) {
        assertThat(refused(request("POST", "/dns-query", type, new byte[12]))).isEqualTo(415);
    }

    static Stream<Arguments> causes() {
        return Stream.of(
                Arguments.of(new TooLongHttpContentException(), 413),
                Arguments.of(new TooLongHttpLineException(), 414),
                Arguments.of(new TooLongHttpHeaderException(), 431),
                Arguments.of(new TooLongFrameException(), 431),
                Arguments.of(new IllegalArgumentException("invalid version format"), 400));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void what_could_not_be_read_is_refused(Exception cause, int status) {
        var request = request("GET", "/dns-query?dns=" + WWW);
        request.setDecoderResult(DecoderResult.failure(cause));
        assertThat(refused(request)).isEqualTo(status);
    }

    @Test
    void one_host_is_needed() {
        var request = request("GET", "/dns-query?dns=" + WWW);
        request.headers().add("Host", "another.poly.edu");
        assertThat(refused(request)).isEqualTo(400);
        request.headers().remove("Host");
        assertThat(refused(request)).isEqualTo(400);
        request.setProtocolVersion(HttpVersion.HTTP_1_0);
        assertThat(asked(request)).isEqualTo(WWW_HEX);
    }
}
