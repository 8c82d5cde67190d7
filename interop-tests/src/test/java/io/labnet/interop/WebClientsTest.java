package io.labnet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** curl and lftp against our web server, and through our cache. */
@ExtendWith(LabIsThere.class)
class WebClientsTest {
    private static final String PAGE = "http://www.someschool.edu/someDepartment/home.index";
    private static final String IMAGE = "http://www.someschool.edu/someDepartment/images/";
    private static final String LONG_PAGE =
            "http://gaia.cs.umass.edu/wireshark-labs/HTTP-wireshark-file3.html";
    private static final String PROTECTED =
            "http://gaia.cs.umass.edu/wireshark-labs/protected_pages/HTTP-wireshark-file5.html";
    private static final String PROXY = "-x http://proxy.poly.edu:3128 ";
    private final Lab lab;

    WebClientsTest(Lab lab) {
        this.lab = lab;
    }

    @Test
    void curlGetsAPage() {
        assertThat(curl("-i " + PAGE))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/html", "ETag: \"", "<h1>Some department</h1>");
    }

    @Test
    void curlsHeadTellsTheLengthOfTheBody() {
        var head = curl("-I " + LONG_PAGE);

        assertThat(head).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(head)
                .contains(
                        "Content-Length: "
                                + curl("-o /dev/null -w '%{size_download}' " + LONG_PAGE));
    }

    @Test
    void curlAsksByTagAndByDate() {
        var ask = "-o /tmp/again -w '%{http_code} %{size_download}' ";

        assertThat(curl("--etag-save /tmp/tag " + ask + LONG_PAGE)).startsWith("200 ");
        assertThat(curl("--etag-compare /tmp/tag " + ask + LONG_PAGE)).isEqualTo("304 0");
        assertThat(curl("-R -o /tmp/dated " + LONG_PAGE)).isEmpty();
        assertThat(curl("-z /tmp/dated " + ask + LONG_PAGE)).isEqualTo("304 0");
        assertThat(curl("-z 'Mon, 01 Jan 2001 00:00:00 GMT' " + ask + LONG_PAGE))
                .startsWith("200 ");
    }

    @Test
    void curlPutsAFileTogetherFromRanges() {
        assertThat(run("rm -f /tmp/part; curl -sS -i -r 0-99 " + LONG_PAGE))
                .startsWith("HTTP/1.1 206 ")
                .containsPattern("Content-Range: bytes 0-99/[0-9]+\r\n");
        run(
                "curl -sS -r 0-99 -o /tmp/part "
                        + LONG_PAGE
                        + " && curl -sS -C - -o /tmp/part "
                        + LONG_PAGE);
        run("curl -sS -o /tmp/whole " + LONG_PAGE + " && cmp /tmp/part /tmp/whole");
        assertThat(status("-r 9999999- " + LONG_PAGE)).isEqualTo("416");
    }

    @Test
    void curlGetsTenImagesOverOneConnection() {
        var each =
                curl(
                        "-o /dev/null -w '%{http_code} %{content_type} %{num_connects}\\n' '"
                                + IMAGE
                                + "[1-10].jpg'");

        assertThat(each.lines())
                .containsExactlyElementsOf(
                        List.of(
                                "200 image/jpeg 1",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0",
                                "200 image/jpeg 0"));
    }

    @Test
    void curlLogsInByWhatTheChallengeAsksFor() {
        assertThat(curl("-i " + PROTECTED))
                .startsWith("HTTP/1.1 401 ")
                .contains("WWW-Authenticate: Basic realm=");
        assertThat(status("--anyauth -u wireshark-students:network " + PROTECTED)).isEqualTo("200");
        assertThat(status("--anyauth -u wireshark-students:guess " + PROTECTED)).isEqualTo("401");
    }

    @Test
    void curlGetsThroughOurCacheWhatItHasStored() {
        // Fresh for an hour; with a query of its own, so that nobody has asked for it before.
        var image = IMAGE + "1.jpg?curl";
        var head = PROXY + "-D - -o /tmp/cached " + image;

        assertThat(curl(head))
                .contains("Cache-Status: LabnetCache; fwd=uri-miss; stored")
                .containsPattern("Via: .*1\\.1 proxy\\.poly\\.edu");
        assertThat(curl(head))
                .contains("Cache-Status: LabnetCache; hit")
                .containsPattern("Age: [0-9]+");
        run("curl -sS -o /tmp/direct " + image + " && cmp /tmp/cached /tmp/direct");
        assertThat(curl(PROXY + "--etag-save /tmp/cached-tag -o /dev/null " + image)).isEmpty();
        assertThat(status(PROXY + "--etag-compare /tmp/cached-tag " + image)).isEqualTo("304");
        assertThat(curl(PROXY + "-D - -o /dev/null -r 0-9 " + image))
                .startsWith("HTTP/1.1 206 ")
                .contains("Content-Range: bytes 0-9/");
        assertThat(curl(PROXY + "-I " + image))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: " + run("stat -c %s /tmp/direct").strip());
    }

    @Test
    void curlKeepsItsConnectionToOurCache() {
        assertThat(curl(PROXY + "-o /dev/null -w '%{num_connects}' '" + IMAGE + "[1-10].jpg'"))
                .isEqualTo("1000000000");
    }

    @Test
    void curlIsToldOfAHostThatDoesNotExist() {
        assertThat(status(PROXY + "http://nowhere.someschool.edu/")).isEqualTo("502");
    }

    @Test
    void lftpMirrorsASite() {
        publishSite();

        run(
                "rm -rf /tmp/mirror && lftp -c"
                        + " 'open http://www.someschool.edu/mirror/; mirror . /tmp/mirror'");
        assertThat(run("cd /tmp/mirror && find . -name '*.bin' | sort && cat one.bin deep/two.bin"))
                .isEqualTo("./deep/two.bin\n./one.bin\nthe first file\nthe second file\n");
    }

    @Test
    void lftpMirrorsASiteThroughOurCache() {
        publishSite();

        run(
                "rm -rf /tmp/mirror2 && lftp -c 'set http:proxy http://proxy.poly.edu:3128;"
                        + " open http://www.someschool.edu/mirror/; mirror . /tmp/mirror2'");
        assertThat(run("cd /tmp/mirror2 && cat one.bin deep/two.bin"))
                .isEqualTo("the first file\nthe second file\n");
        assertThat(lab.api(lab.clients(), "/api/web-cache/objects?q=/mirror/deep/two.bin", ""))
                .contains("http://www.someschool.edu/mirror/deep/two.bin");
    }

    private void publishSite() {
        publish("index.html", "<a href=\"one.bin\">one</a> <a href=\"deep/\">deep</a>");
        publish("one.bin", "the first file\n");
        publish("deep/index.html", "<a href=\"two.bin\">two</a>");
        publish("deep/two.bin", "the second file\n");
    }

    private void publish(String path, String content) {
        lab.clients().run("printf %s \"$1\" >/tmp/published", content).ok();
        lab.api(
                lab.clients(),
                "/api/web-origin/sites/www.someschool.edu/files/mirror/" + path,
                "-X PUT -H 'Content-Type: application/octet-stream' --data-binary @/tmp/published");
    }

    private String status(String options) {
        return curl("-o /dev/null -w '%{http_code}' " + options);
    }

    private String curl(String options) {
        return run("curl -sS -m 30 " + options);
    }

    private String run(String script) {
        return lab.clients().run(script).ok();
    }
}
